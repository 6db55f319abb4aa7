import { decodeUuLine, isUuBegin, isUuEnd } from './uuencoded.ts';

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 0x09;
const BASE64_PIECE = 4 * 1024 * 1024;

/**
 * The bytes that were transferred, by Content-Transfer-Encoding (RFC 2045 §6). Tolerant: junk inside base64 is passed
 * over, a broken quoted-printable escape stays as it is written, an unknown encoding changes nothing. 7bit, 8bit and
 * binary share memory with `bytes`.
 */
export function decodeTransfer(bytes: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(bytes);
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(bytes);
  if (/^(?:x-)?uu(?:e|encode)?$/.test(encoding)) return decodeUuencoded(bytes);
  return bytes;
}

/** Whether what claims to be base64 is text that was never encoded: words with spaces between them. */
export function isPlainDespiteBase64(bytes: Buffer): boolean {
  const sample = bytes.toString('latin1', 0, 4096);
  const gaps = sample.match(/[A-Za-z,.] [A-Za-z]/g)?.length ?? 0;
  return gaps >= 5 && gaps * 25 > sample.length;
}

/** In pieces, so that a large file is not held once more as a string. */
function decodeBase64(bytes: Buffer): Buffer {
  if (bytes.length <= BASE64_PIECE) return Buffer.from(toBase64Letters(bytes), 'base64');
  const decoder = createBase64Decoder();
  const out: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += BASE64_PIECE)
    out.push(decoder.write(bytes.subarray(at, at + BASE64_PIECE)));
  return Buffer.concat([...out, decoder.end()]);
}

/** Decodes base64 that comes in pieces, wherever it is cut. */
export interface PieceDecoder {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

export function createBase64Decoder(): PieceDecoder {
  let carried = '';
  // What stands behind the padding is no part of it, as with a short text.
  let isOver = false;
  return {
    write: (bytes) => {
      if (isOver) return Buffer.alloc(0);
      const letters = carried + toBase64Letters(bytes).replace(/[^A-Za-z\d+/=]+/g, '');
      isOver = letters.includes('=');
      const whole = isOver ? letters.length : letters.length - (letters.length % 4);
      carried = letters.slice(whole);
      return Buffer.from(letters.slice(0, whole), 'base64');
    },
    end: () => Buffer.from(carried, 'base64'),
  };
}

/** Node also reads the URL alphabet; in mail these characters are junk. */
function toBase64Letters(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return /[-_]/.test(text) ? text.replace(/[-_]+/g, '') : text;
}

function decodeQuotedPrintable(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  // Where the last octet that is no white space at the line's end stands: RFC 2045 §6.7 (3) has such white space dropped.
  let kept = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === EQUALS) {
      const softEnd = findSoftBreak(bytes, at + 1);
      if (softEnd !== undefined) {
        at = softEnd - 1;
        kept = length;
        continue;
      }
      const value = readHex(bytes[at + 1], bytes[at + 2]);
      out[length] = value ?? byte;
      length += 1;
      kept = length;
      if (value !== undefined) at += 2;
      continue;
    }
    if (byte === LF || byte === CR) length = kept;
    out[length] = byte;
    length += 1;
    if (byte !== SPACE && byte !== TAB) kept = length;
  }
  return out.subarray(0, kept);
}

/** The place after `=` + white space + line end, or after a lone `=` at the very end. */
function findSoftBreak(bytes: Buffer, start: number): number | undefined {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB) at += 1;
  if (at >= bytes.length) return bytes.length;
  if (bytes[at] === CR && bytes[at + 1] === LF) return at + 2;
  return bytes[at] === LF || bytes[at] === CR ? at + 1 : undefined;
}

function readHex(high: number | undefined, low: number | undefined): number | undefined {
  const left = hexDigit(high);
  const right = hexDigit(low);
  return left === undefined || right === undefined ? undefined : left * 16 + right;
}

function hexDigit(byte: number | undefined): number | undefined {
  if (byte === undefined) return undefined;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined;
}

/** `begin 644 name` … `end`; without that frame the bytes stay as they are. */
function decodeUuencoded(bytes: Buffer): Buffer {
  const lines = bytes.toString('latin1').split(/\r\n|\n|\r/);
  const first = lines.findIndex(isUuBegin);
  if (first === -1) return bytes;
  const out: Buffer[] = [];
  for (const line of lines.slice(first + 1)) {
    if (isUuEnd(line)) break;
    out.push(decodeUuLine(line));
  }
  return Buffer.concat(out);
}
