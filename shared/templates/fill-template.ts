import { cleanText } from '../contract/plain-text.ts';
import { escapeMarkdown } from './escape-markdown.ts';

/** Values by the name of their variable. */
export type Values = Readonly<Record<string, string>>;

const longestValue = 300;
/** `{{contact.name}}`, or with words for the case that there is no value: `{{contact.name|there}}`. */
const variable = /(?<!\\)\{\{([^{}|\n]{1,80})(?:\|([^{}\n]{0,300}))?\}\}/g;
const gap = /(?<!\\)\{\{[^{}\n]{1,400}\}\}/g;

/** A template's subject with its variables filled in, as plain text of one line. */
export function fillLine(text: string, values: Values): string {
  return fill(text, values, (value) => value.replaceAll('{{', '{ {'));
}

/**
 * A template's body (Markdown) with its variables filled in, in one pass and without any logic. A value is words: it
 * becomes no markup, no link, no list and no variable. Inside of an address that the template itself links to it is
 * percent-encoded, and where it would choose the address's host it is not put in at all.
 */
export function fillBody(text: string, values: Values): string {
  return fill(text, values, (value, { before, after, name }) => {
    const target = /(?:\]\(<?|(?=(?:https?:|mailto:|www\.)))([^\s<>()]*)$/i.exec(before)?.[1];
    if (target === undefined)
      return /[\w.+-]@[^\s@]*$/.test(before) ? undefined : escapeMarkdown(value, { after, name });
    return choosesHost(target) ? undefined : encode(value);
  });
}

/** The variables that still stand in a text, as they are written. */
export function findGaps(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(gap), ([found]) => found))];
}

/** The names of the variables that a template uses. */
export function variablesIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(variable), ([, name = '']) => name.trim()))];
}

interface Place {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

/** @param put gives a value as it may stand at its place; undefined: it may not, and the variable stays. */
function fill(text: string, values: Values, put: (value: string, place: Place) => string | undefined): string {
  let filled = '';
  let end = 0;
  for (const found of text.matchAll(variable)) {
    const [written, rawName = '', fallback] = found;
    filled += text.slice(end, found.index);
    end = found.index + written.length;
    const name = rawName.trim();
    const value = Object.hasOwn(values, name) ? clean(values[name] ?? '') : '';
    const before = filled.slice(filled.lastIndexOf('\n') + 1);
    const words = value === '' ? fallback : put(value, { name, before, after: text.slice(end, end + 1) });
    filled += words ?? written;
  }
  return filled + text.slice(end);
}

function clean(value: string): string {
  return cleanText(value).replace(/\s+/g, ' ').trim().slice(0, longestValue).toWellFormed().trim();
}

/** Whether what comes next in a link's target is still the scheme or the host of its address. */
function choosesHost(target: string): boolean {
  if (/^mailto:/i.test(target)) return false;
  return !/^(?:https?:\/\/|www\.)[^/?#]+[/?#]/i.test(target);
}

/** Percent-encoded, with what Markdown could read as its own. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*_~.-]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
