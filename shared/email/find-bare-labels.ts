import type { LineRange } from './find-attribution.ts';
import { isBlankLine, isQuotedLine, plainLine } from './plain-line.ts';
import { LABELS } from './reply-patterns.ts';
import type { LabelKind } from './reply-patterns.ts';

const MAX_LINES = 24;
const MOMENT = /\d{4}.*\d{1,2}[:.]\d{2}|\d{1,2}[:.]\d{2}.*\d{4}/;

/**
 * The header of a quoted mail as Lotus Notes writes it: the author, the moment, and below them labels that stand alone on
 * their lines ("To", "cc", "Subject"), each above its value. It begins with the author's line, at `at`.
 */
export function findBareLabels(lines: readonly string[], at: number): LineRange | undefined {
  const author = lines[at] ?? '';
  const moment = nextFilled(lines, at + 1);
  if (moment === undefined || (lines[moment] ?? '').length > 60 || !MOMENT.test(lines[moment] ?? '')) return undefined;
  if (author.length > 200 || isBlankLine(author) || isQuotedLine(author) || isLabel(author, 'to')) return undefined;
  const to = nextFilled(lines, moment + 1);
  if (to === undefined || !isLabel(lines[to] ?? '', 'to')) return undefined;
  for (let next = to + 1; next < lines.length && next < at + MAX_LINES; next += 1) {
    if (isLabel(lines[next] ?? '', 'subject')) return { start: at, end: (nextFilled(lines, next + 1) ?? next) + 1 };
  }
  return undefined;
}

function isLabel(line: string, kind: LabelKind): boolean {
  if (line.length > 30 || /^\s*\p{Ll}/u.test(line)) return false;
  return LABELS.get(plainLine(line).replace(/\s?[:：]$/, ''))?.has(kind) === true;
}

/** Where the next line that says something stands, at most two lines further. */
function nextFilled(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at < lines.length && at < from + 3; at += 1) if (!isBlankLine(lines[at] ?? '')) return at;
  return undefined;
}
