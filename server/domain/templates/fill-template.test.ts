import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderBody } from '../outgoing-mail/index.ts';
import { fillBody, fillLine, findGaps, variablesIn } from '#shared/templates/fill-template.ts';
import { firstNameOf, lastNameOf } from '#shared/templates/name-parts.ts';

const parts = [
  '*',
  '_',
  '`',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '&',
  '#',
  '-',
  '+',
  '.',
  ':',
  '/',
  '|',
  '\\',
  '{',
  '}',
  '@',
];
const words = [
  'www.',
  'http://',
  'https://x.example',
  'evil.com',
  '&amp;',
  '1.',
  '2)',
  '---',
  '~~~',
  '```',
  '{{team.name}}',
];
/** What somebody could have as a name who means harm. */
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...parts), fc.constantFrom(...words), fc.constantFrom('a', ' ', 'Ö', '7', '\u200d')))
  .map((all) => all.join('').replace(/\s+/g, ' ').trim())
  .filter((value) => value !== '' && value.length < 300);
const places = [
  '{{contact.name}}',
  'Hello {{contact.name}}, welcome.',
  '- {{contact.name}} \n- second',
  '> {{contact.name}}',
  'It is **for {{contact.name}} only** and *{{ contact.name }}*.',
  '[{{contact.name}}](https://larkfield.example/a) and {{contact.name}}\n{{contact.name}}. Next',
  'above\n{{contact.name}}\nbelow',
];
const greet = (value: string) => fillBody('Dear {{contact.name}}', { 'contact.name': value });
const escapeHtml = (text: string) =>
  text.replace(/[&<>"]/g, (found) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[found] ?? found);

describe('a value in the text', () => {
  test('shows as exactly these words, whatever it holds and wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (place, value) => {
        const shown = renderBody(fillBody(place, { 'contact.name': value }));
        const plain = renderBody(fillBody(place, { 'contact.name': 'Wxyz' }));
        expect(shown).toBe(plain.replaceAll('Wxyz', () => escapeHtml(value)));
      }),
      { numRuns: 1_000 },
    );
  });

  test('never becomes a variable, nor a gap', () => {
    fc.assert(
      fc.property(fc.constantFrom(...places), hostile, (place, value) => {
        expect(findGaps(fillBody(place, { 'contact.name': value, 'team.name': 'Larkfield' }))).toEqual([]);
        expect(findGaps(fillLine(place, { 'contact.name': value }))).toEqual([]);
      }),
    );
  });

  test('leads nowhere else than the template says', () => {
    const path = '[Order](https://shop.example/o?n={{contact.name}}) https://shop.example/{{contact.name}}';
    const filled = fillBody(path, { 'contact.name': 'A) [x](https://evil.example) B' });
    expect([...renderBody(filled).matchAll(/href="(https:\/\/[^/]+)/g)].map(([, host]) => host)).toEqual([
      'https://shop.example',
      'https://shop.example',
    ]);
    for (const host of [
      'https://{{contact.name}}/x',
      '[a]({{contact.name}})',
      'www.{{contact.name}}',
      'me@{{contact.name}}',
    ])
      expect(fillBody(host, { 'contact.name': 'evil.com' })).toBe(host);
  });

  test('leaves ordinary names as people know them, without control characters or line breaks', () => {
    expect(greet('Anne-Marie O’Neil (Sales) & Sons')).toBe('Dear Anne-Marie O’Neil (Sales) & Sons');
    expect(greet('Jack\r\nBcc: all@x.example\u202e')).toBe('Dear Jack Bcc: all\\@x.example');
    expect(fillBody('{{contact.address}}', { 'contact.address': 'j@x.example' })).toBe('j@x.example');
  });
});

test('what is not known takes its fallback, and without one stays visible', () => {
  const text = 'Dear {{contact.firstName|customer}}, {{ sender.name }} of {{team.name|}}{{constructor}}';
  expect(fillBody(text, { 'sender.name': 'Mara' })).toBe('Dear customer, Mara of {{constructor}}');
  expect(findGaps(fillLine(text, {}))).toEqual(['{{ sender.name }}', '{{constructor}}']);
  expect(variablesIn(text)).toEqual(['contact.firstName', 'sender.name', 'team.name', 'constructor']);
});

test('a name is taken apart as people write it', () => {
  expect(['Jack Reyes', 'Reyes, Jack B.', 'Jack', ''].map(firstNameOf)).toEqual(['Jack', 'Jack', 'Jack', '']);
  expect(['Ana de la Cruz', 'Reyes, Jack', 'Jack'].map(lastNameOf)).toEqual(['de la Cruz', 'Reyes', '']);
});
