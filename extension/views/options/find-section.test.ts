import { expect, it } from 'vitest';
import { readSection, searchSections } from './find-section.ts';

const sections = [
  { id: 'account', title: 'Konto', words: 'Abmelden, Passwort' },
  { id: 'slack', title: 'Slack', words: 'Kanal, Verknüpfung von Personen' },
  { id: 'appearance', title: 'Aussehen', words: 'Sprache, dunkel, Schriftgröße' },
];

it.each([
  ['#slack', 'slack'],
  ['#/appearance', 'appearance'],
  ['', 'account'],
  ['#unknown', 'account'],
])('%j leads to %s', (hash, section) => {
  expect(readSection(sections, hash).id).toBe(section);
});

it.each([
  ['', ['account', 'slack', 'appearance']],
  ['pass', ['account']],
  ['verknupf person', ['slack']],
  ['SCHRIFT', ['appearance']],
  ['a', ['account', 'appearance']],
  ['slack passwort', []],
])('%j finds %j', (query, found) => {
  expect(searchSections(sections, query)).toEqual(found);
});
