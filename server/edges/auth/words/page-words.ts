import type { Context } from 'hono';
import { accepts } from 'hono/accepts';
import type { Language } from '#shared/contract/language.ts';
import { english, type PageWords } from './english.ts';
import { german } from './german.ts';
import { germanSentences } from './german-sentences.ts';

export type { PageWords } from './english.ts';

const words: Readonly<Record<Language, PageWords>> = { en: english, de: german };

/** The language that the browser asks for, of those that these pages are written in. */
export function pageLanguage(c: Context): Language {
  const asked = accepts(c, {
    header: 'Accept-Language',
    supports: ['en', 'de'],
    default: 'en',
    match: (wanted) =>
      wanted
        .toSorted((a, b) => b.q - a.q)
        .map(({ type }) => type.toLowerCase().split('-')[0])
        .find((tag) => tag === 'en' || tag === 'de') ?? 'en',
  });
  return asked === 'de' ? 'de' : 'en';
}

/** What a page says, in the browser's language. */
export function pageWords(c: Context): PageWords {
  return words[pageLanguage(c)];
}

/** A sentence of what went wrong in the browser's language; as it is where there is no other for it. */
export function inPageLanguage(c: Context, sentence: string): string {
  return pageLanguage(c) === 'de' ? (toGerman(sentence) ?? sentence) : sentence;
}

/** The German of a sentence, with the same values; undefined for one that is not known. */
export function toGerman(sentence: string): string | undefined {
  const plain = germanSentences[sentence];
  if (plain !== undefined) return plain;
  for (const [text, translated] of Object.entries(germanSentences)) {
    if (!text.includes('{')) continue;
    const pattern = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>.+)');
    const values = new RegExp(`^${pattern}$`).exec(sentence)?.groups;
    if (values !== undefined) return translated.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  }
  return undefined;
}
