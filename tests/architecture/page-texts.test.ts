import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { english } from '#server/edges/auth/words/english.ts';
import { german } from '#server/edges/auth/words/german.ts';
import { toGerman } from '#server/edges/auth/words/page-words.ts';
import { isNode, nameOf, parseSource, textOf, type Node } from './walk-source.ts';

const root = join(import.meta.dirname, '../..');
const pages = globSync('server/edges/{auth/*.ts,rest/connect-email.ts}', { cwd: root });
/** Where what a page says went wrong is written. */
const refusing = globSync(
  'server/{platform/auth/create-accounts,domain/teams/{set-up,accept-invitation,start-team,get-session,person-input},domain/{devices/set-password,accounts/change-email},edges/auth/sign-in-page}.ts',
  { cwd: root },
);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Words between the tags of `html` templates, and words that a page or a field is called by. */
function findWords(source: string): string[] {
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    if (isNode(value)) note(value);
    Object.values(value).forEach(visit);
  };
  const note = (node: Node): void => {
    if (node.type === 'TaggedTemplateExpression' && nameOf(node['tag']) === 'html') {
      const template = node['template'] as Node;
      found.push((textOf(template) ?? '').replace(/<style[^]*?<\/style>|<[^>]*>|<!doctype html>/g, ' '));
    }
    const value = node['value'];
    const isCalled = node.type === 'KeyValueProperty' && /^(?:title|label|hint)$/.test(nameOf(node['key']));
    if (isCalled && isNode(value)) found.push(textOf(value) ?? '');
  };
  visit(parseSource(source).body);
  return found.map((text) => text.replace(/\bSidethread\b|&\w+;/g, '').trim()).filter((text) => /\p{L}{2}/u.test(text));
}

/** Sentences of a source, as a person would read them with words in their holes. */
function findSentences(source: string): string[] {
  const texts = source.matchAll(/'((?:[^'\\\n]|\\.)*)'|`([^`]*)`/g);
  return [...texts]
    .map(([, plain, template]) => (plain ?? template ?? '').replace(/\$\{[^{}]*\}/g, '2'))
    .filter((text) => /^[A-Z][^<>]* [^<>]*\.$/.test(text));
}

test('the server’s pages take every word from what is there in both languages', () => {
  expect(pages.length).toBeGreaterThan(8);
  const found = pages.flatMap((file) => findWords(read(file)).map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

test('the finder finds text between tags, in titles and in labels', () => {
  expect(findWords('f({ title: `Join ${team}`, body: html`<p class="soft wide">${a} <b>Hello you</b></p>` })')).toEqual(
    ['Join {}', '{}  Hello you'],
  );
  expect(
    findWords('field({ label: words.name, type: \'text\' }); html`<a href="${url}">${word}</a> Sidethread`'),
  ).toEqual([]);
});

test('what is said in German is not what is said in English', () => {
  const same = Object.entries(english).filter(
    ([name, text]) => typeof text === 'string' && german[name as 'signIn'] === text,
  );
  expect(same).toEqual([]);
});

test('what a page says went wrong is there in German', () => {
  const said = refusing.flatMap((file) => findSentences(read(file)));
  expect(said.length).toBeGreaterThan(15);
  expect(said.filter((text) => toGerman(text) === undefined)).toEqual([]);
  expect(toGerman('Too many tries. Wait 42 seconds and try again.')).toContain('42 Sekunden');
});
