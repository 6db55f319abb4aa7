import { isBlankLine, isQuotedLine, plainLine } from './plain-line.ts';
import { compilePhrases, listPhrases } from './reply-patterns.ts';

const WROTE = listPhrases('wrote');
const WROTE_ANYWHERE = compilePhrases(WROTE, 'anywhere');
const WROTE_AT_END = compilePhrases(WROTE, 'end');
const START = compilePhrases(listPhrases('start'), 'start');
const SENT_FROM = compilePhrases(listPhrases('sentFrom'), 'start');
const QUOTING = compilePhrases(listPhrases('quoting'), 'start');
const NAMING = compilePhrases([...WROTE, ...listPhrases('quoting')], 'anywhere');

// A day, or a time of day: at least two numbers that belong together, or a number beside a word as in "9 dec".
const MOMENT =
  /\d{1,4}\s?[./:年년h-]\s?\d{1,2}|\d{1,2}\.?\s?(?:de\s)?\p{L}{2,}|\p{L}{3,}\.?,?\s\d{1,2}(?!\d)|(?<!\d)(?:19|20)\d{2}(?!\d)/u;
const CLOCK_OR_YEAR =
  /(?<!\d)\d{1,2}[:.h時시点點]\s?\d{2}|(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/u;
const ADDRESS = /[^\s<>@()[\]",;:]+@[^\s<>@()[\]",;:]+/u;
const ADDRESS_AT_END = /[^\s<>@()[\]",;:]+@[^\s<>@()[\]",;:]+[\])]?\s?[:：]$/u;
const ANGLED_ADDRESS = /<[^<>]*@[^<>]*>/u;
const BRACKETED_ADDRESS = /[<([][^<>()[\]]*@[^<>()[\]]*[>)\]]/u;
// What begins with a date or a weekday rather than with a word such as "On".
const DATED_START = /^(?:\p{L}{1,14}[.,]{0,2}\s){0,2}\(?\d|^\d{1,4}[./年년-]/u;
const BARE_DATE_START = /^(?:\p{L}{1,14}[.,]{0,2}\s)?\(?\d/u;
// Somebody telling a story: "On 12 May I wrote:", "Am 3.4. schrieb ich:".
const TELLING =
  /(?<!\p{L})(?:i|we|he|she|they|it|who|ich|wir|er|sie|es|man|je|nous|il|elle|on|yo|io|eu|ik|jag|jeg|vi|han|hun|hon|ja|я|мы|він|вона|ми|он|она)\s(?:\p{L}+\s)?$/u;
const TELLING_AFTER =
  /^\s*(?:ich|wir|er|sie|es|man|ihnen|mir|uns|der|die|das|ik|wij|we|hij|zij|jag|jeg|vi|han|hun|hon|du|de|het)(?!\p{L})/u;
// A wrapped line that goes on with the year or the time of day: "2026 um 09:15 schrieb …", "上午9:15写道：".
const MIDDLE_OF_DATE =
  /^(?:[上下]午|오[전후]|午[前後])?\s?\d{1,2}[:.h時时]\s?\d{2}(?![./\d])|^(?:19|20)\d{2}[,.]?\s(?!\d)/u;
// "2026/3/3 Ann <ann@example.com>" or "2026-03-03 9:12 GMT+01:00 Ann", alone between empty lines, as older Gmail has it.
const DATED_AUTHOR =
  /^\d{4}[/-]\d{1,2}[/-]\d{1,2}\s(?:[^<>@]{1,80}<[^\s<>@]+@[^\s<>@]+>|\d{1,2}:\d{2}\sgmt[+-]\d{1,2}:\d{2}\s\p{L}[^:]{0,80})$/u;
const MAX_LINES = 6;
const MAX_LENGTH = 500;

/** The lines of an introduction such as "On 3 May, Ann <ann@example.com> wrote:"; `end` is behind the last one. */
export type LineRange = { start: number; end: number };

/** Whether an introduction may end with the line at `last`: the cheap half of `findAttribution`. */
export function mayBeAttribution(lines: readonly string[], last: number): boolean {
  const line = lines[last] ?? '';
  if (isQuotedLine(line) && !/[:：]\s*$|^\s*>>>/.test(line)) return false;
  const ending = plainLine(line);
  if (ending === '' || ending.length > MAX_LENGTH || !mayEnd(ending)) return false;
  const text = lines
    .slice(Math.max(0, last - MAX_LINES + 1), last)
    .concat(line)
    .join('\n');
  return text.includes('@') || DATED_AUTHOR.test(ending) || ending.startsWith('>>>') || NAMING.test(text.toLowerCase());
}

/**
 * The introduction of quoted text that ends with the line at `last`, in any of the languages known; wrapped over several
 * lines or not. Undefined where the line ends none; when in doubt it is what the sender wrote.
 */
export function findAttribution(lines: readonly string[], last: number): LineRange | undefined {
  if (!mayBeAttribution(lines, last)) return undefined;
  const torn = findTornAddress(lines, last);
  if (torn !== undefined) return torn;
  const ending = plainLine(lines[last] ?? '');
  const isBeforeQuote = isQuotedLine(nextFilled(lines, last + 1) ?? '');
  if (DATED_AUTHOR.test(ending) && isBlankLine(lines[last - 1] ?? '') && isBlankLine(lines[last + 1] ?? '')) {
    return { start: last, end: last + 1 };
  }
  // "License:" below a line with an address: without a verb, the address or its brackets end an introduction.
  const isLoose = !isBeforeQuote && !/[@<>()[\]]/.test(ending);
  const windows = listWindows(lines, last).filter(({ text }) => !isLoose || NAMING.test(text));
  const started = windows.filter(({ text }) => hasStart(text) && isStarted(text, isBeforeQuote));
  const whole = started.filter(({ text }) => !MIDDLE_OF_DATE.test(text)).map(({ start }) => start);
  if (whole.length > 0) return { start: chooseStart(lines, whole), end: last + 1 };
  const named = windows.filter((window) => window.isOwn && isNamed(window.text, isBeforeQuote));
  const chosen = named.find(({ text }) => !MIDDLE_OF_DATE.test(text)) ?? started.at(-1) ?? named.at(-1);
  return chosen === undefined ? undefined : { start: chosen.start, end: last + 1 };
}

/** The lowest line that can be the beginning, unless the line above it breaks off at a comma and can be it, too. */
function chooseStart(lines: readonly string[], starts: number[]): number {
  const [lowest = 0, ...higher] = starts;
  return higher.reduce((chosen, start) => (/,\s*$/.test(lines[chosen - 1] ?? '') ? start : chosen), lowest);
}

/** "On … Ann", an empty line, `<`, `mailto:Ann <ann@example.com>`, `> wrote:`, as Polymail tears it. */
function findTornAddress(lines: readonly string[], last: number): LineRange | undefined {
  if (!/^>\s\p{L}[\p{L} ]*:\s*$/u.test(lines[last] ?? '')) return undefined;
  if (!/^mailto:.*@/.test(lines[last - 1] ?? '') || (lines[last - 2] ?? '').trim() !== '<') return undefined;
  const start = isBlankLine(lines[last - 3] ?? '') ? last - 4 : last - 3;
  return hasStart(plainLine(lines[start] ?? '')) ? { start, end: last + 1 } : undefined;
}

function mayEnd(text: string): boolean {
  if (DATED_AUTHOR.test(text)) return true;
  return /[:：]\s?$|[\p{L}>)\]]\s?-{2,}$|@.*[>)]$|^>{3}\s.*>{3}$/u.test(text) || WROTE_AT_END.test(text);
}

type Window = { start: number; text: string; isOwn: boolean };

/**
 * The line with none, one, two … of the lines above it. `isOwn`: it may begin there although no word or date says so: it
 * is one line, or the paragraph begins there, or an address stands in its first line.
 */
function listWindows(lines: readonly string[], last: number): Window[] {
  const windows: Window[] = [];
  let text = '';
  for (let start = last; start >= 0 && start > last - MAX_LINES; start -= 1) {
    const line = lines[start] ?? '';
    if (isBlankLine(line) || line.length > MAX_LENGTH) break;
    const plain = plainLine(line);
    text = `${plain} ${text}`.trim();
    if (text.length > MAX_LENGTH) break;
    // The tail of a wrapped address may begin with its own bracket: "<ann@example.com" / ">:".
    if (isQuotedLine(line) && !isTornBracket(lines, start)) {
      if (/^>{3}\s/.test(text)) windows.push({ start, text, isOwn: true });
      break;
    }
    const above = lines[start - 1];
    const isWhole = above === undefined || isBlankLine(above) || isQuotedLine(above);
    const isOwn = isWhole || start === last || /\p{L}.*<.*@/u.test(plain);
    windows.push({ start, text: stripDashes(text), isOwn });
  }
  return windows;
}

function isTornBracket(lines: readonly string[], at: number): boolean {
  const above = lines[at - 1] ?? '';
  return (
    !isQuotedLine(above) &&
    above.lastIndexOf('<') > above.lastIndexOf('>') &&
    /^\s*>[^>]{0,40}[:：]\s*$/.test(lines[at] ?? '')
  );
}

/** Dashes at the end close an introduction as a colon does: "---- Ann wrote ----". */
function stripDashes(text: string): string {
  if (/[^-–—=_\s][-–—=_\s]*[-–—=_]{2,}$/.test(text)) return `${stripDashes(text.replace(/\s*[-–—=_]{2,}$/, ''))}:`;
  return text.replace(/^[-–—=_]{2,}\s*/, '').trim();
}

function hasStart(text: string): boolean {
  return (START.test(text) || DATED_START.test(text)) && MOMENT.test(text);
}

function isStarted(text: string, isBeforeQuote: boolean): boolean {
  if (!isBalanced(text)) return false;
  const hasAddress = ADDRESS.test(text);
  const hasColon = /[:：]$/.test(text);
  const isAuthorNamed = BARE_DATE_START.test(text) ? BRACKETED_ADDRESS.test(text) : ANGLED_ADDRESS.test(text);
  if (hasColon && isAuthorNamed && CLOCK_OR_YEAR.test(text) && endsWithAuthor(text)) return true;
  // "2011/4/7 Ann <ann@example.com>", as older webmail has it.
  if (isBeforeQuote && BRACKETED_ADDRESS.test(text) && endsWithAuthor(text) && DATED_START.test(text)) return true;
  if (isBeforeQuote && hasColon && CLOCK_OR_YEAR.test(text) && ADDRESS_AT_END.test(text)) return true;
  const verb = findVerb(text);
  if (verb === undefined) return false;
  if (hasAddress && isBeside(verb.after, text, hasColon)) return true;
  if (!hasColon) return false;
  const isTold = TELLING.test(verb.before) || TELLING_AFTER.test(verb.after);
  return isBeforeQuote || (!isTold && isAuthorAfter(verb.after) && CLOCK_OR_YEAR.test(text));
}

/** Behind the address only a word or two: a verb that this list lacks, "님이 작성", "a écrit". */
function endsWithAuthor(text: string): boolean {
  const rest = text.slice(text.lastIndexOf('@'));
  return rest.slice(rest.search(/[\s<>()[\],;]|$/u)).length <= 31;
}

/** Behind the verb comes the author, or the moment, or nothing: no sentence that goes on. */
function isBeside(after: string, text: string, hasColon: boolean): boolean {
  if (!hasColon) return after.trim() === '' && endsWithAuthor(text);
  return after.trim().length <= (ADDRESS.test(after) ? 200 : 60);
}

/** What stands behind the verb is nothing but a colon, or a name and no sentence. */
function isAuthorAfter(after: string): boolean {
  const name = after.replace(/[:：]$/, '').trim();
  return name === '' || (name.length <= 80 && !/[.!?]\s/.test(name) && name.split(' ').length <= 8);
}

/** An author first, as in "Ann <ann@example.com> wrote:". */
function isNamed(text: string, isBeforeQuote: boolean): boolean {
  if (/^>{3}\s.*\d{1,2}[:.]\d{2}.*$/.test(text)) return true;
  if (!/[:：]$/.test(text) || !isBalanced(text)) return false;
  const hasAddress = BRACKETED_ADDRESS.test(text);
  if (QUOTING.test(text)) return hasAddress || isBeforeQuote;
  const verb = findVerb(text);
  if (verb === undefined) {
    const isLikely = isBeforeQuote || SENT_FROM.test(text);
    return isLikely && hasAddress && CLOCK_OR_YEAR.test(text) && endsWithAuthor(text);
  }
  if (verb.before.trim() === '' && !hasAddress) return false;
  if (hasAddress) return isBeside(verb.after, text, true);
  const isTold = TELLING.test(verb.before) || TELLING_AFTER.test(verb.after);
  if (isTold || text.length > 150 || verb.after.length > 45) return false;
  return isBeforeQuote || (CLOCK_OR_YEAR.test(text) && /\d{1,2}[:.h時]\s?\d{2}/.test(text));
}

/** The last verb of the line, with what stands around it. */
function findVerb(text: string): { before: string; after: string } | undefined {
  const end = text.replace(/[:：\s]+$/, '');
  const final = WROTE_AT_END.exec(end);
  if (final !== null) return { before: end.slice(0, final.index), after: '' };
  const inner = WROTE_ANYWHERE.exec(end);
  if (inner === null) return undefined;
  return { before: end.slice(0, inner.index), after: end.slice(inner.index + inner[0].length) };
}

function isBalanced(text: string): boolean {
  return text.split('<').length === text.split('>').length;
}

function nextFilled(lines: readonly string[], from: number): string | undefined {
  for (let at = from; at < lines.length && at < from + 6; at += 1) {
    if (!isBlankLine(lines[at] ?? '')) return lines[at];
  }
  return undefined;
}
