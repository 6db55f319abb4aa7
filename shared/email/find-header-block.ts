import type { LineRange } from './find-attribution.ts';
import { isBlankLine, isQuotedLine, plainLine } from './plain-line.ts';
import { LABELS } from './reply-patterns.ts';
import type { LabelKind } from './reply-patterns.ts';

const LABELLED = /^\|?\s*(?<label>[^:：|<>@]{1,30}?)\s*[:：|]\s*(?<value>.*)$/u;
const MAX_BLOCK_LINES = 16;

/** `isSmall`: the label begins with a small letter. */
type Labelled = { kinds: ReadonlySet<LabelKind>; value: string; isSmall: boolean };

/**
 * The header block of a quoted or forwarded mail that begins at `at` ("From: … Sent: … To: … Subject: …"), in the labels
 * of any language known. It needs an author together with a subject, or an author's address with one other label, so
 * that a list such as "From: Rome / To: Oslo" stays what it is.
 */
export function findHeaderBlock(lines: readonly string[], at: number): LineRange | undefined {
  const first = readLabel(lines[at] ?? '');
  if (first === undefined || !['from', 'sent', 'subject'].some((kind) => first.kinds.has(kind as LabelKind)))
    return undefined;
  const found: Labelled[] = [first];
  let end = at + 1;
  let gap = 0;
  for (let next = at + 1; next < lines.length && next < at + MAX_BLOCK_LINES; next += 1) {
    const line = lines[next] ?? '';
    if (isQuotedLine(line)) break;
    const labelled = readLabel(line);
    if (labelled !== undefined) {
      found.push(labelled);
      end = next + 1;
      gap = 0;
      continue;
    }
    gap += 1;
    // Long values are wrapped, and some programs put an empty line between all lines.
    if (gap > 2 || (isBlankLine(line) && isBlankLine(lines[next + 1] ?? ''))) break;
  }
  return isBlock(found) ? { start: at, end } : undefined;
}

/** "To: …" or "Subject: …", which some programs write above an introduction. */
export function isHeaderLine(line: string): boolean {
  const kinds = readLabel(line)?.kinds;
  return kinds !== undefined && (kinds.has('to') || kinds.has('cc') || kinds.has('subject'));
}

function readLabel(line: string): Labelled | undefined {
  if (line.length > 2000 || !/[:：|]/.test(line) || isQuotedLine(line)) return undefined;
  const groups = LABELLED.exec(
    plainLine(line)
      .replaceAll(/[’ʼ`´]/g, "'")
      .replace(/^_|_(?=\s*[:：])/g, ''),
  )?.groups;
  const kinds = LABELS.get((groups?.['label'] ?? '').replace(/\s+/g, ' ').trim());
  const isSmall = /^[\s*_|\p{Cf}]*\p{Ll}/u.test(line);
  return kinds === undefined ? undefined : { kinds, value: groups?.['value'] ?? '', isSmall };
}

function isBlock(found: Labelled[]): boolean {
  const has = (kind: LabelKind): boolean => found.some(({ kinds }) => kinds.has(kind));
  if (found.length < 2) return false;
  // Few programs write labels in small letters; `from: a` may be a line of code, unless nothing of a header is missing.
  if (found[0]?.isSmall === true && !(has('from') && has('subject') && isDatedAndAddressed(found))) return false;
  if (!has('from')) return isDatedAndAddressed(found);
  const authors = found.filter(({ kinds }) => kinds.has('from'));
  const isAddressed = authors.some(({ value }) => value.includes('@'));
  if (isAddressed) return has('sent') || has('to') || has('subject');
  if (found.length < 3 || !has('to')) return found.length >= 3 && has('subject') && has('sent');
  return has('subject') || (found[1]?.kinds.has('sent') === true && /\d{4}.*\d{1,2}[:.]\d{2}/.test(found[1].value));
}

/** "Date: … / To: …" without an author: the date has a time of day, the recipient an address. */
function isDatedAndAddressed(found: Labelled[]): boolean {
  const isDated = found.some(({ kinds, value }) => kinds.has('sent') && /\d{1,2}[:.]\d{2}/.test(value));
  return isDated && found.some(({ kinds, value }) => kinds.has('to') && value.includes('@'));
}
