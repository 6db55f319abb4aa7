import { decodeCharset } from './decode-charset.ts';
import { decodeTransfer } from './decode-transfer.ts';

// RFC 2047 §2, as loosely as mail is written: spaces inside, a language (RFC 2231 §5), stuck to its neighbours.
const ENCODED_WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/giu;
const ESCAPE_TO_JAPANESE = '\u001b$';

type Run = { charset: string; bytes: Buffer[] };

/**
 * Human text of a raw header value (one character per byte): encoded words are decoded, halves of a character split
 * over two words are joined first, and bytes written raw are read as UTF-8, else as `fallback`, else as windows-1252.
 */
export function decodeWords(raw: string, fallback?: string): string {
  if (!raw.includes('=?')) return decodeRaw(raw, fallback);
  let text = '';
  let end = 0;
  let run: Run | undefined;
  for (const match of raw.matchAll(ENCODED_WORD)) {
    const [whole, label = '', encoding = '', content = ''] = match;
    const between = raw.slice(end, match.index);
    const isAdjacent = run !== undefined && between.trim() === '';
    const charset = label.toLowerCase().replace(/\*.*$/, '');
    if (run !== undefined && !(isAdjacent && run.charset === charset)) {
      text += decodeRun(run);
      run = undefined;
    }
    if (!isAdjacent) text += decodeRaw(between, fallback);
    run ??= { charset, bytes: [] };
    run.bytes.push(decodeContent(content, encoding));
    end = match.index + whole.length;
  }
  if (run !== undefined) text += decodeRun(run);
  return text + decodeRaw(raw.slice(end), fallback);
}

/** Bytes that a header carries unencoded (RFC 6532, or against the rules). */
export function decodeRaw(raw: string, fallback?: string): string {
  if (raw.includes(ESCAPE_TO_JAPANESE)) return decodeCharset(Buffer.from(raw, 'latin1'), 'iso-2022-jp');
  return /[\u0080-\u00ff]/.test(raw) ? decodeCharset(Buffer.from(raw, 'latin1'), undefined, fallback) : raw;
}

function decodeContent(content: string, encoding: string): Buffer {
  if (encoding.toLowerCase() === 'b') return decodeTransfer(Buffer.from(content, 'latin1'), 'base64');
  // The mark behind each space keeps it from being taken for the end of a quoted-printable line.
  return decodeTransfer(Buffer.from(content.replace(/[_ ]/g, '=20'), 'latin1'), 'quoted-printable');
}

function decodeRun(run: Run): string {
  const whole = decodeCharset(Buffer.concat(run.bytes), run.charset);
  if (run.bytes.length === 1 || !isStateful(run.charset)) return whole;
  return run.bytes.map((bytes) => decodeCharset(bytes, run.charset)).join('');
}

/** Each word in such a charset begins afresh (RFC 2047 §3), so that words are read one by one. */
function isStateful(charset: string): boolean {
  return charset.startsWith('iso-2022') || charset.endsWith('utf-7');
}
