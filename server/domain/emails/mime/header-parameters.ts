import { decodeCharset } from './decode-charset.ts';
import { decodeWords } from './decode-words.ts';

/** A structured header such as Content-Type: its value in lower case, and its parameters by lower-case name. */
export type ParameterisedHeader = {
  value: string;
  /** Decoded: RFC 2231 pieces joined, encoded words and raw bytes read. */
  parameters: ReadonlyMap<string, string>;
  /** As they are written, one character per byte: a boundary is compared with bytes. */
  raw: ReadonlyMap<string, string>;
};

type Piece = { index: number; isEncoded: boolean; value: string };
const MAX_PARAMETERS = 500;
const EXTENDED_VALUE = /^([\w!#$%&+^`{}~.-]{0,40})'([\w-]{0,40})'/;

/** Reads `value; name=value; …` (RFC 2045 §5.1, RFC 2183, RFC 2231), taking what broken mailers write as they meant it. */
export function readParameters(raw: string, fallback?: string): ParameterisedHeader {
  const head = /^[^;]*/.exec(raw)?.[0] ?? '';
  const plain = new Map<string, string>();
  const pieces = new Map<string, Piece[]>();
  for (const { name, value } of listParameters(raw, head.length)) {
    const piece = /^(?<base>[^*]+)\*(?:(?<index>\d{1,4})(?<star>\*)?)?$/.exec(name)?.groups;
    if (piece?.['base'] === undefined) {
      if (!plain.has(name)) plain.set(name, value);
      continue;
    }
    const { base, index } = piece;
    const isEncoded = index === undefined || piece['star'] !== undefined;
    pieces.set(base, [...(pieces.get(base) ?? []), { index: Number(index ?? 0), isEncoded, value }]);
  }
  const parameters = new Map([...plain].map(([name, value]) => [name, decodeWords(value, fallback)]));
  for (const [name, list] of pieces) parameters.set(name, joinPieces(list, fallback));
  return { value: withoutComments(head).trim().toLowerCase(), parameters, raw: plain };
}

function listParameters(raw: string, start: number): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  const pattern = /[;\s]*([^=;]*)(?:=\s*(?:"((?:[^"\\]|\\.)*)"?([^;]*)|([^;]*)))?/gsy;
  pattern.lastIndex = start;
  while (pattern.lastIndex < raw.length && found.length < MAX_PARAMETERS) {
    const match = pattern.exec(raw);
    if (match === null || match[0] === '') break;
    const [, name = '', quoted, , bare] = match;
    const value = quoted === undefined ? withoutComments(bare ?? '').trim() : quoted.replace(/\\(.)/gs, '$1');
    const key = name.trim().toLowerCase();
    if (key !== '' && (quoted !== undefined || bare !== undefined)) found.push({ name: key, value });
  }
  return found;
}

/** `us-ascii (plain text)`: a comment counts only behind white space, since names of files have brackets too. */
function withoutComments(text: string): string {
  return text.includes('(') && !/\.\w{1,5}\s*$/.test(text) ? text.replace(/(^|\s)\([^()]*\)/g, '$1') : text;
}

function joinPieces(pieces: Piece[], fallback: string | undefined): string {
  const ordered = pieces.toSorted((left, right) => left.index - right.index);
  const isEncoded = ordered.some((piece) => piece.isEncoded);
  const whole = ordered.map((piece) => piece.value).join('');
  const extended = EXTENDED_VALUE.exec(whole);
  // Some write the charset and the escapes, and forget the star that announces them.
  if (!isEncoded && !(extended !== null && /%[\da-f]{2}/i.test(whole))) return decodeWords(whole, fallback);
  const [first, ...rest] = ordered;
  const head = extended === null ? (first?.value ?? '') : (first?.value ?? '').slice(extended[0].length);
  const isMarked = (piece: Piece | undefined): boolean => !isEncoded || piece?.isEncoded === true;
  const text = [isMarked(first) ? unescape(head) : head];
  for (const piece of rest) text.push(isMarked(piece) ? unescape(piece.value) : piece.value);
  return decodeCharset(Buffer.from(text.join(''), 'latin1'), extended?.[1], fallback);
}

function unescape(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
