import { currentLanguage, locale } from './language.ts';
import { findMessage, type PluralKey, type TextKey } from './messages.ts';

export type Values = Readonly<Record<string, string | number>>;

/**
 * A text in the current language, its `{name}` places filled. With a plural: the form for the count, `$1` filled with
 * it. Values go in as they are, without being read for places again.
 */
export function t(key: TextKey, values?: Values): string;
export function t(key: PluralKey, count: number, values?: Values): string;
export function t(key: string, first: Values | number = {}, second: Values = {}): string {
  const message = findMessage(currentLanguage(), key);
  if (typeof first === 'object') return fill(typeof message === 'string' ? message : message.n, first);
  const form = typeof message === 'string' ? message : message[first === 1 ? '1' : 'n'];
  return fill(form, second, first);
}

function fill(text: string, values: Values, count?: number): string {
  return text.replace(/\{(\w+)\}|\$1/g, (place, name: string | undefined) =>
    written((name === undefined ? count : values[name]) ?? place),
  );
}

/** Building a number's format takes long, and small numbers are written the same everywhere that we speak of. */
const written = (value: string | number): string =>
  typeof value === 'number' && Math.abs(value) >= 1000 ? value.toLocaleString(locale()) : String(value);
