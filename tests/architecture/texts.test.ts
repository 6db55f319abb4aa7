import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import de from '../../extension/locales/de.json' with { type: 'json' };
import en from '../../extension/locales/en.json' with { type: 'json' };
import { findHardCodedText } from './find-hard-coded-text.ts';
import { findUsedTexts, type UsedText } from './find-used-texts.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every text by its dotted key; a plural's forms are texts of their own (`time.minutes.n`). */
function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [inner, text] of flatten(value, `${prefix}${key}.`)) found.set(inner, text);
  }
  return found;
}

const english = flatten(en);
const german = flatten(de);

/** What reads the same in both languages. */
const sameInBoth = new Set([
  'Admin',
  'Emoji',
  'In Slack',
  'Name',
  'Partner',
  'Port',
  'Server',
  'Sidethread {version}',
  'Slack',
  'Slack: {workspace}',
  'Status',
  'Team',
  'Teams',
  'Webhooks',
  'Website',
  'Workspace',
  'in',
  '{messages} in {account}',
  '{size} · in Slack',
  '{webmail} · {day}',
]);
/** What only developers and machines read. */
const notForPeople = new Set(['Gmail, selectors of {}', 'Outlook, selectors of {}']);

const places = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].toSorted();
const root = join(import.meta.dirname, '../..');
const sources = globSync('extension/**/*.{ts,tsx}', { cwd: root })
  .filter((file) => !/\.test\.tsx?$|\.d\.ts$/.test(file))
  .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));
const used: (UsedText & { file: string })[] = sources.flatMap(({ file, source }) =>
  findUsedTexts(source).map((each) => ({ file, ...each })),
);

test('every text is there in English and in German', () => {
  expect([...german.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  expect([...english, ...german].filter(([, text]) => text.trim() === '')).toEqual([]);
});

test('every key is one that a browser takes: with another in it, it does not load the extension at all', () => {
  expect([...english.keys()].filter((key) => !/^[\w.]+$/.test(key))).toEqual([]);
});

test('a translation takes the same values as the original', () => {
  const differing = [...english].filter(([key, text]) => places(text).join() !== places(german.get(key) ?? '').join());
  expect(differing).toEqual([]);
});

test('German is not English left standing', () => {
  const same = [...english].filter(([key, text]) => text === german.get(key) && !sameInBoth.has(text));
  expect(same).toEqual([]);
});

test('every text is used', () => {
  expect(used.length).toBeGreaterThan(150);
  const manifest = readFileSync(join(root, 'wxt.config.ts'), 'utf8');
  const isUsed = (key: string): boolean =>
    used.some((each) => each.key === key || each.key === key.replace(/\.[1n]$/, '') || matches(each.key, key)) ||
    manifest.includes(`__MSG_${key.replaceAll('.', '_')}__`);
  expect([...english.keys()].filter((key) => !isUsed(key))).toEqual([]);
});

/** A key with a part that is known only while running, such as `receipt.{}`. */
const matches = (pattern: string, key: string): boolean =>
  pattern.includes('{}') &&
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('{}', '\\w+')}(?:\\.[1n])?$`).test(key);

test('every text gets the values that it names, and no others', () => {
  const wrong = used.flatMap(({ file, line, key, values }) => {
    const text = english.get(key) ?? english.get(`${key}.n`);
    if (text === undefined || values === undefined) return [];
    const wanted = places(text).map((place) => place.slice(1, -1));
    return wanted.join() === values.toSorted().join() ? [] : [`${file}:${line} ${key} takes ${wanted.join()}`];
  });
  expect(wrong).toEqual([]);
});

test('no text is asked for before the language is known', () => {
  expect(used.filter(({ isTooEarly }) => isTooEarly).map(({ file, line }) => `${file}:${line}`)).toEqual([]);
});

test('no text for people stands in the code', () => {
  const found = sources.flatMap(({ file, source }) =>
    findHardCodedText(source).map(({ line, text }) => ({ place: `${file}:${line}`, text })),
  );
  const forPeople = found.filter(({ text }) => !notForPeople.has(text));
  expect(forPeople).toEqual([]);
});
