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
  const out = Buffer.allocUnsafe(Math.ceil((bytes.length / 4) * 3));
  let length = 0;
  let carried = '';
  for (let at = 0; at < bytes.length; at += BASE64_PIECE) {
    const letters = carried + toBase64Letters(bytes.subarray(at, at + BASE64_PIECE)).replace(/[^A-Za-z\d+/=]+/g, '');
    const padding = letters.indexOf('=');
    const isLast = padding !== -1 || at + BASE64_PIECE >= bytes.length;
    const whole = isLast ? letters.length : letters.length - (letters.length % 4);
    length += out.write(letters.slice(0, whole), length, 'base64');
    carried = letters.slice(whole);
    // What stands behind the padding is no part of it, as with a short text.
    if (isLast) break;
  }
  return out.subarray(0, length);
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
  const first = lines.findIndex((line) => /^begin \d{3,4} /.test(line));
  if (first === -1) return bytes;
  const out: Buffer[] = [];
  for (const line of lines.slice(first + 1)) {
    if (line.trimEnd() === 'end') break;
    out.push(decodeUuLine(line));
  }
  return Buffer.concat(out);
}

function decodeUuLine(line: string): Buffer {
  const length = line === '' ? 0 : (line.charCodeAt(0) - 32) & 63;
  const sixes = Array.from(line.slice(1), (letter) => (letter.charCodeAt(0) - 32) & 63);
  const out = Buffer.alloc(length);
  for (let at = 0; at < length; at += 1) {
    const group = Math.floor(at / 3) * 4;
    const [a = 0, b = 0, c = 0, d = 0] = sixes.slice(group, group + 4);
    out[at] = (((a << 18) | (b << 12) | (c << 6) | d) >> (16 - (at % 3) * 8)) & 255;
  }
  return out;
}
