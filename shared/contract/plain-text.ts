import { z } from 'zod';

// Bidirectional overrides and isolates can make a name or a subject read as something else (Unicode TR 36).
const bidiControls = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g;
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** Text without control characters and direction overrides, lone surrogates replaced. Line breaks stay. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(controlCharacters, '').replace(bidiControls, '');
}

/** One line of text a person or a web page wrote: cleaned, trimmed, cut at `max` UTF-16 units. */
export const Line = (max: number) =>
  z
    .string()
    .max(20_000_000)
    .transform((text) =>
      cleanText(text.slice(0, max * 4))
        .replace(/\s+/g, ' ')
        .trim()
        .slice(0, max)
        .toWellFormed(),
    );

/** An id or a link as something else made it: without control characters, which PostgreSQL would not all take. */
export const Printable = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\P{Cc}*$/u, { error: 'Something unreadable was given here; reload the page and try again.' });

/** Text of several lines: cleaned, refused (not cut) when longer than `max` UTF-16 units. */
export const Paragraphs = (max: number) =>
  z
    .string()
    .transform(cleanText)
    .refine((text) => text.trim().length > 0, { error: 'Write something first.' })
    .refine((text) => text.length <= max, {
      error: `A message can hold ${max.toLocaleString('en')} characters. Shorten it or split it in two; nothing was posted.`,
    });
