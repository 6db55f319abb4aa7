import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

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
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2024', lib: { entry: `${root}${entry}`, name, formats: ['iife'] }, minify: true },
  });
  const outputs = [built].flat().flatMap((each) => ('output' in each ? each.output : []));
  const chunk = outputs.find((each) => each.type === 'chunk');
  if (chunk === undefined) throw new Error(`${entry} could not be bundled.`);
  return chunk.code;
}
