import { createBase64Decoder, decodeTransfer, type PieceDecoder } from './decode-transfer.ts';
import { decodeUuLine, isUuBegin, isUuEnd } from './uuencoded.ts';

const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
const SPACE = 0x20;
const TAB = 0x09;
/** A line longer than this is cut where that changes nothing. */
const longLine = 1024 * 1024;

/** Where a uuencoded part has not begun within so much, it is none. */
const mostBeforeBegin = 1024 * 1024;

/** The same bytes as `decodeTransfer` gives for the whole, from pieces. */
export async function* decodePieces(pieces: AsyncIterable<Buffer>, encoding: string): AsyncGenerator<Buffer> {
  const decoder = createDecoder(encoding);
  for await (const piece of pieces) {
    const decoded = decoder.write(piece);
    if (decoded.length > 0) yield decoded;
  }
  const last = decoder.end();
  if (last.length > 0) yield last;
}

function createDecoder(encoding: string): PieceDecoder {
  if (encoding === 'base64') return createBase64Decoder();
  if (encoding === 'quoted-printable') return createLineDecoder((lines) => decodeTransfer(lines, encoding));
  if (encoding !== '') return createUuDecoder();
  return { write: (bytes) => bytes, end: () => Buffer.alloc(0) };
}

/** `begin 644 name` … `end`; without that frame the bytes stay as they are. */
function createUuDecoder(): PieceDecoder {
  let phase: 'before' | 'inside' | 'over' | 'none' = 'before';
  let left = '';
  const read = (lines: readonly string[]): Buffer => {
    const out: Buffer[] = [];
    for (const line of lines) {
      if (phase === 'inside' && isUuEnd(line)) phase = 'over';
      else if (phase === 'inside') out.push(decodeUuLine(line));
      else if (phase === 'before' && isUuBegin(line)) phase = 'inside';
    }
    return Buffer.concat(out);
  };
  const take = (text: string, isLast: boolean): Buffer => {
    const all = left + text;
    const lines = all.split(/\r\n|\n|\r(?!$)/);
    left = isLast ? '' : (lines.pop() ?? '');
    const decoded = read(lines);
    if (phase !== 'before') return decoded;
    left = all;
    if (!isLast && all.length <= mostBeforeBegin) return decoded;
    phase = 'none';
    left = '';
    return Buffer.from(all, 'latin1');
  };
  return {
    write: (bytes) => (phase === 'none' ? bytes : take(bytes.toString('latin1'), false)),
    end: () => (phase === 'none' ? Buffer.alloc(0) : take('', true)),
  };
}

/** Decodes whole lines: quoted-printable knows nothing that goes on over a line's end. */
function createLineDecoder(decode: (lines: Buffer) => Buffer): PieceDecoder {
  let left: Buffer = Buffer.alloc(0);
  return {
    write: (bytes) => {
      const all = left.length === 0 ? bytes : Buffer.concat([left, bytes]);
      const end = findCut(all);
      left = Buffer.from(all.subarray(end));
      return decode(all.subarray(0, end));
    },
    end: () => decode(left),
  };
}

/** Behind the last line end; in a very long line behind letters that stand for themselves. */
function findCut(bytes: Buffer): number {
  const end = bytes.lastIndexOf(LF) + 1;
  if (bytes.length - end < longLine) return end;
  for (let at = bytes.length; at > end; at -= 1)
    if (isPlain(bytes[at - 1]) && isPlain(bytes[at - 2]) && isPlain(bytes[at - 3])) return at;
  return end;
}

function isPlain(byte: number | undefined): boolean {
  return byte !== undefined && byte !== EQUALS && byte !== SPACE && byte !== TAB && byte !== CR && byte !== LF;
}
