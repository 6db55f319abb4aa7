import { afterEach, expect, test } from 'vitest';
import { followLanguage, locale, resolveLanguage, resolveLocale, setLanguage } from './language.ts';
import { t } from './t.ts';

afterEach(() => setLanguage('en'));

test('a text follows the chosen language, with its values and plural', () => {
  setLanguage('en');
  expect(t('connection.offlineSinceTime', { time: '14:02' })).toBe('Offline since 14:02');
  expect(t('time.minutes', 4)).toBe('4 min');
  setLanguage('de');
  expect(t('connection.offlineSinceTime', { time: '14:02' })).toBe('Offline seit 14:02');
  expect(t('time.minutes', 1)).toBe('1 Min.');
  expect(locale()).toMatch(/^de/);
});

test('a value that looks like a place stays as it was written', () => {
  expect(t('connection.offlineSinceTime', { time: '{time} $1 $&' })).toBe('Offline since {time} $1 $&');
});

test('the browser decides until somebody chooses, and keeps its own region', () => {
  expect(resolveLanguage('auto', ['fr-FR', 'de-AT', 'en-US'])).toBe('de');
  expect(resolveLanguage('auto', ['fr'])).toBe('en');
  expect(resolveLanguage('en', ['de'])).toBe('en');
  expect(resolveLocale('de', ['en-US', 'de-AT'])).toBe('de-AT');
  expect(resolveLocale('de', ['en-US'])).toBe('de');
});

test('the kept choice is taken over and followed', async () => {
  const changes: ((value: unknown) => void)[] = [];
  const storage = {
    get: async () => 'de',
    watch: (_key: string, callback: (value: unknown) => void) => void changes.push(callback),
  };
  await followLanguage(storage, { signal: new AbortController().signal });
  expect(t('time.now')).toBe('jetzt');
  for (const tell of changes) tell('en');
  expect(t('time.now')).toBe('now');
});
