import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSentence } from '#shared/contract/sentences.ts';

const root = join(import.meta.dirname, '../..');
/** What only programs, or whoever runs the server, get to read. */
const notForExtension = /^server\/(?:edges\/(?:rest|auth|health|webhooks)|platform\/auth|domain\/api-tokens\/keep)/;

/** Every sentence that a Problem is made with; a value in it becomes a word. */
function findSentences(source: string): string[] {
  const made = source.matchAll(/new Problem\(\s*(?:'[a-z-]+'|[\w.]+),\s*(?:'((?:[^'\\]|\\.)*)'|`([^`]*)`)/g);
  return [...made].map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^}]*\}/g, 'word'));
}

test('the sentences of problems have names, by which they are said in other languages', () => {
  const said = globSync('server/**/*.ts', { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && !notForExtension.test(file))
    .flatMap((file) => findSentences(readFileSync(join(root, file), 'utf8')));
  expect(said.length).toBeGreaterThan(100);
  const nameless = said.filter((text) => readSentence(text) === undefined);
  // A few are for cases that no person meets. When this fails, add the new ones to shared/contract/sentences.json.
  expect(nameless.length, nameless.join('\n')).toBeLessThan(said.length / 4);
});
