import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is used of Vite's `build`; Vite comes with the test runner. */
type Build = (options: object) => Promise<{ output: { type: string; code?: string }[] }[]>;

const bundles = new Map<string, Promise<string>>();

/**
 * One classic script, as the extension's own build would make it, of a module that has to run inside a page; built
 * once in a process.
 * `entry` is a path from the project's root; its exports become the global `name`.
 */
export function bundleForPage(entry: string, name: string): Promise<string> {
  const key = `${entry} ${name}`;
  const known = bundles.get(key) ?? bundle(entry, name);
  bundles.set(key, known);
  return known;
}

async function bundle(entry: string, name: string): Promise<string> {
  const fromTestRunner = createRequire(import.meta.resolve('vitest'));
  const { build } = (await import(pathToFileURL(fromTestRunner.resolve('vite')).href)) as { build: Build };
  const [bundled] = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2024', lib: { entry: `${root}${entry}`, name, formats: ['iife'] }, minify: true },
  });
  const code = bundled?.output.find(({ type }) => type === 'chunk')?.code;
  if (code === undefined) throw new Error(`${entry} could not be bundled.`);
  return code;
}
