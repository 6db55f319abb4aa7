import type { LineRange } from './find-attribution.ts';
import { isBlankLine, isQuotedLine, plainLine } from './plain-line.ts';
import { LABELS, listPhrases } from './reply-patterns.ts';
import type { LabelKind } from './reply-patterns.ts';

const DIVIDERS = new Set(listPhrases('divider').map((phrase) => phrase.replaceAll("'", '’')));
const FORWARDED_BY =
  /^(?:forwarded by|weitergeleitet von|transféré par|réacheminé par|reenviado por|encaminhado por|inoltrato da|doorgestuurd door|vidarebefordrat av|przesłane przez)\s/u;
const LABELLED = /^\|?\s*(?<label>[^:：|<>@]{1,30}?)\s*[:：|]\s*(?<value>.*)$/u;
const RULE = /^[\s>]*(?:[-_=*~–—―─━#]\s?){3,}\s*$/u;
const MAX_BLOCK_LINES = 16;

type Labelled = { kinds: ReadonlySet<LabelKind>; value: string };

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

/** A line that parts what was written from what is quoted: "-----Original Message-----", "Begin forwarded message:". */
export function isDivider(line: string): boolean {
  if (line.length > 300 || !/[-_=*~–—―─━#:：]\s*$/.test(line)) return false;
  const text = plainLine(line).replaceAll(/['ʼ`´]/g, '’');
  if (text.length < 4 || text.length > 120) return false;
  if (isReplyMarker(text)) return true;
  const dashed = /^(?:[-_=*~–—―─━#]\s?){2,}\s*(?<words>[^-_=*~–—―─━#].*?)\s*(?:[-_=*~–—―─━#]\s?){2,}$/u.exec(text)
    ?.groups?.['words'];
  if (dashed !== undefined) return DIVIDERS.has(dashed.replace(/[:：]$/, '').trim()) || FORWARDED_BY.test(dashed);
  const titled = /^(?<words>.*\S)\s?[:：]$/u.exec(text)?.groups?.['words'];
  return titled !== undefined && titled.includes(' ') && isTitle(titled);
}

/** A line of dashes, underscores or the like. */
export function isRule(line: string): boolean {
  return RULE.test(line);
}

function isTitle(words: string): boolean {
  return (
    DIVIDERS.has(words) &&
    /^(?:begin|start|anfang|début|inizio|inicio|início|comienzo|empieza|początek|начало|початок|börja|början|start|begynnelse|påbegynd|begynd|välitetty|začátek|začiatok|iletil)/u.test(
      words,
    )
  );
}

/** What ticket systems write above the mail they expect an answer to. */
function isReplyMarker(text: string): boolean {
  const marked = /^(?:[#*=_–—-]\s?){2,}.*(?:[#*=_–—-]\s?){2,}$/u.test(text);
  return (
    marked &&
    /(?:above this line|antwort(?:en)? (?:bitte )?(?:über|oberhalb)|au-dessus de cette ligne|por encima de esta línea|acima desta linha|sopra questa (?:riga|linea)|boven deze (?:regel|lijn)|powyżej tej linii|выше этой (?:строки|линии)|above the line|über dieser zeile|oberhalb dieser zeile|在此线以上|この行より上)/u.test(
      text,
    )
  );
}

function readLabel(line: string): Labelled | undefined {
  // Mail programs write their labels with a capital; `from: a` is a line of code or of a list.
  if (line.length > 2000 || !/^[\s*_|\p{Cf}]*[^\s*_|\p{Ll}].*[:：|]/u.test(line) || isQuotedLine(line))
    return undefined;
  const groups = LABELLED.exec(
    plainLine(line)
      .replaceAll(/[’ʼ`´]/g, "'")
      .replace(/^_|_(?=\s*[:：])/g, ''),
  )?.groups;
  const kinds = LABELS.get((groups?.['label'] ?? '').replace(/\s+/g, ' ').trim());
  return kinds === undefined ? undefined : { kinds, value: groups?.['value'] ?? '' };
}

function isBlock(found: Labelled[]): boolean {
  const has = (kind: LabelKind): boolean => found.some(({ kinds }) => kinds.has(kind));
  if (found.length < 2) return false;
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
