/** One header: its lower-case name, and its unfolded value with one character per byte, still encoded. */
export type HeaderField = { name: string; raw: string };
export type HeaderBlock = { fields: HeaderField[]; bodyStart: number };

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const DASH = 0x2d;
const FIELD = /^([!-9;-~]{1,200})[ \t]*:/;
const COMMON_FIELD = /^(?:received|from|to|subject|date|message-id|mime-version|content-type|dkim-signature):/i;
const MBOX_LINE = /^>?From /;

/**
 * Reads the header lines from `start` (RFC 5322 §2.2) up to the empty line, or to the first line that can't be a header.
 * A stray line between headers is passed over. Where there are no headers at all, the body begins at `start`.
 */
export function readHeaders(bytes: Buffer, start: number, end: number): HeaderBlock {
  const collected: { name: string; parts: string[] }[] = [];
  let at = start;
  while (at < end) {
    const next = nextLine(bytes, at, end);
    const lineEnd = trimLineEnd(bytes, at, next);
    if (lineEnd === at) {
      at = next;
      break;
    }
    const first = bytes[at];
    const isContinued = first === SPACE || first === TAB;
    if (isContinued && collected.length > 0) {
      collected.at(-1)?.parts.push(bytes.toString('latin1', at, lineEnd));
    } else {
      const written = bytes.toString('latin1', at, lineEnd);
      const line = isContinued && isFieldAt(bytes, next, end) ? written.trimStart() : written;
      const name = FIELD.exec(line);
      if (name !== null) collected.push({ name: (name[1] ?? '').toLowerCase(), parts: [line.slice(name[0].length)] });
      else if (!MBOX_LINE.test(line) && !isFieldAt(bytes, next, end)) {
        if (!isHeaderBelow(bytes, next, end)) break;
        // A continuation that lost its indentation.
        const parts = collected.at(-1)?.parts;
        if (parts?.at(-1)?.trimEnd().endsWith(';') === true) parts.push(line);
      }
    }
    at = next;
  }
  const bodyStart = collected.length === 0 && !isBlankBefore(bytes, start, at) ? start : at;
  return { fields: collected.map(({ name, parts }) => ({ name, raw: unfold(parts) })), bodyStart };
}

/** The raw value of the first header of that name. */
export function findHeader(fields: HeaderField[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.raw;
}

/** Where the line after the one at `at` begins. */
export function nextLine(bytes: Buffer, at: number, end: number): number {
  const lf = bytes.indexOf(LF, at);
  return lf === -1 || lf >= end ? end : lf + 1;
}

/** Where the text of the line ends: before its LF and every CR in front of that. */
function trimLineEnd(bytes: Buffer, start: number, next: number): number {
  let end = bytes[next - 1] === LF ? next - 1 : next;
  while (end > start && bytes[end - 1] === CR) end -= 1;
  return end;
}

/** Whether a header begins on the line, or on the one after the continuation lines that stand there. */
function isFieldAt(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  for (let count = 0; count < 20 && at < end; count += 1) {
    const next = nextLine(bytes, at, end);
    if (bytes[at] !== SPACE && bytes[at] !== TAB)
      return FIELD.test(bytes.toString('latin1', at, Math.min(next, at + 202)));
    if (trimLineEnd(bytes, at, next) === at) return false;
    at = next;
  }
  return false;
}

/** Whether one of the headers that every mail has stands further down, before any empty line. */
function isHeaderBelow(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  for (let count = 0; count < 30 && at < end; count += 1) {
    const next = nextLine(bytes, at, end);
    // Behind a delimiter begin the headers of a part.
    if (trimLineEnd(bytes, at, next) === at || (bytes[at] === DASH && bytes[at + 1] === DASH)) return false;
    if (COMMON_FIELD.test(bytes.toString('latin1', at, Math.min(next, at + 40)))) return true;
    at = next;
  }
  return false;
}

function isBlankBefore(bytes: Buffer, start: number, at: number): boolean {
  return at > start && trimLineEnd(bytes, start, at) === start;
}

/** A fold is one space, whatever white space was around it. */
function unfold(parts: string[]): string {
  return parts
    .map((part) => part.trim())
    .join(' ')
    .trim();
}
