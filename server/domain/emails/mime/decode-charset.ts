import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { guessCharset } from './guess-charset.ts';

// Names that mail uses and the encoding standard either lacks or maps to one replacement character.
const ALIASES: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  cp65001: 'utf-8',
  'unicode-1-1-utf-8': 'utf-8',
  'x-mac-roman': 'macintosh',
  'mac-roman': 'macintosh',
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  cp936: 'gb18030',
  cp950: 'big5',
  'big5-eten': 'big5',
  'x-cp1252': 'windows-1252',
  'unicode-1-1-utf-7': 'utf-7',
  'x-unicode-2-0-utf-7': 'utf-7',
  csunicode11utf7: 'utf-7',
  utf7: 'utf-7',
};
// What says nothing about the bytes: they are looked at instead.
const UNKNOWN = new Set([
  '',
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'unknown-8bit',
  'x-unknown',
  'unknown',
  'default',
  '8bit',
  'x-user-defined',
]);
const decoders = new Map<string, ((bytes: Buffer) => string) | undefined>();
const MAX_LABEL_LENGTH = 40;
const ESCAPE_TO_JAPANESE = '\u001b$B';

/**
 * Text of `bytes` in the character set that a mail names (RFC 2046 §4.1.2). Where the name is missing, says nothing or
 * is known to nobody: UTF-8 if the bytes are that, else `fallback`, else what they look like, else windows-1252. Never
 * throws; a byte that can't be read becomes U+FFFD.
 */
export function decodeCharset(bytes: Buffer, label: string | undefined, fallback?: string): string {
  const name = cleanLabel(label);
  const decode = UNKNOWN.has(name) ? undefined : findDecoder(name);
  if (decode !== undefined) return decode(bytes);
  if (hasUtf16Mark(bytes)) return decodeUtf16(bytes);
  if (bytes.includes(ESCAPE_TO_JAPANESE)) return findDecoder('iso-2022-jp')?.(bytes) ?? toLatin1(bytes);
  if (isUtf8(bytes)) return withoutMark(bytes.toString('utf8'));
  const likely = findDecoder(cleanLabel(fallback)) ?? findDecoder(guessCharset(bytes) ?? 'windows-1252');
  return (likely ?? toLatin1)(bytes);
}

/** Whether the name is one that bytes can be read by. */
export function isKnownCharset(label: string | undefined): boolean {
  return findDecoder(cleanLabel(label)) !== undefined;
}

function cleanLabel(label: string | undefined): string {
  const name = (label ?? '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
    .replace(/\*.*$/, '');
  if (name.length > MAX_LABEL_LENGTH) return '';
  return (
    ALIASES[name] ??
    name.replace(/^(?:cp|ibm|ms|win|windows)[-_]?(125\d|874)$/, 'windows-$1').replace(/^cp-(\d+)$/, 'cp$1')
  );
}

function findDecoder(name: string): ((bytes: Buffer) => string) | undefined {
  if (name === '' || UNKNOWN.has(name)) return undefined;
  if (name === 'utf-8') return decodeUtf8;
  if (decoders.has(name)) return decoders.get(name);
  const decoder = createDecoder(name);
  // Names come from strangers: the cache must not grow with them.
  if (decoders.size < 500) decoders.set(name, decoder);
  return decoder;
}

function createDecoder(name: string): ((bytes: Buffer) => string) | undefined {
  if (name === 'utf-16') return decodeUtf16;
  if (name === 'hz-gb-2312') return (bytes) => decodeShifted(bytes, HZ, 'gb18030');
  if (name === 'iso-2022-kr' || name === 'csiso2022kr') return (bytes) => decodeShifted(bytes, KOREAN, 'euc-kr');
  const standard = createStandardDecoder(name);
  if (standard !== undefined) return standard;
  if (!iconv.encodingExists(name)) return undefined;
  return (bytes) => iconv.decode(bytes, name);
}

function createStandardDecoder(name: string): ((bytes: Buffer) => string) | undefined {
  try {
    const decoder = new TextDecoder(name);
    return decoder.encoding === 'replacement' ? undefined : (bytes) => decoder.decode(bytes);
  } catch (error) {
    // RangeError: the encoding standard does not know the name.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Shift = { into: RegExp; strip: RegExp };
const [SHIFT_OUT, SHIFT_IN, ESCAPE] = ['\u000e', '\u000f', '\u001b'];
// RFC 1843: `~{` … `~}`, line by line.
const HZ: Shift = { into: /~\{([^~]*)(?:~\}|$)/g, strip: /~\r?\n/g };
// RFC 1557: SO … SI after a designator.
const KOREAN: Shift = {
  into: new RegExp(`${SHIFT_OUT}([^${SHIFT_IN}]*)(?:${SHIFT_IN}|$)`, 'g'),
  strip: new RegExp(`${ESCAPE}\\$\\)C`, 'g'),
};

/** Two-byte text written with seven bits: what lies between the shifts gets its high bits back. */
function decodeShifted(bytes: Buffer, shift: Shift, name: string): string {
  const widened = bytes
    .toString('latin1')
    .replace(shift.strip, '')
    .replace(shift.into, (_, inner: string) =>
      inner.replace(/[\x21-\x7e]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) | 0x80)),
    );
  return iconv.decode(Buffer.from(widened.replaceAll('~~', '~'), 'latin1'), name);
}

function hasUtf16Mark(bytes: Buffer): boolean {
  return (bytes[0] === 0xfe && bytes[1] === 0xff) || (bytes[0] === 0xff && bytes[1] === 0xfe);
}

/** Which byte of a pair comes first, its mark says (RFC 2781 §4.3), else where the zeros are; without any it is no UTF-16. */
function decodeUtf16(bytes: Buffer): string {
  if (hasUtf16Mark(bytes)) return new TextDecoder(bytes[0] === 0xfe ? 'utf-16be' : 'utf-16le').decode(bytes);
  const zero = bytes.indexOf(0);
  if (zero === -1 && isUtf8(bytes)) return bytes.toString('utf8');
  return new TextDecoder(zero % 2 === 0 ? 'utf-16be' : 'utf-16le').decode(bytes);
}

function decodeUtf8(bytes: Buffer): string {
  return withoutMark(bytes.toString('utf8'));
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function toLatin1(bytes: Buffer): string {
  return bytes.toString('latin1');
}
