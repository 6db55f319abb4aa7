import { analyse } from 'chardet';

// What the detector answers, the charset that mail means by it, and the confidence (percent) from which it is believed:
// Western text is what is assumed anyway, and short text looks like much.
const TRUSTED: Readonly<Record<string, { charset: string; from: number }>> = {
  GB18030: { charset: 'gb18030', from: 50 },
  Big5: { charset: 'big5', from: 50 },
  'EUC-JP': { charset: 'euc-jp', from: 50 },
  Shift_JIS: { charset: 'shift_jis', from: 50 },
  'EUC-KR': { charset: 'euc-kr', from: 50 },
  'windows-1251': { charset: 'windows-1251', from: 30 },
  'KOI8-R': { charset: 'koi8-u', from: 30 },
  'ISO-8859-5': { charset: 'iso-8859-5', from: 30 },
  'ISO-8859-7': { charset: 'windows-1253', from: 50 },
  'ISO-8859-8': { charset: 'windows-1255', from: 50 },
  'ISO-8859-2': { charset: 'windows-1250', from: 40 },
};
const SAMPLE_LENGTH = 16_384;
const META_LENGTH = 4096;

/** The charset that unlabelled text of another script than the Western one is probably in; undefined where in doubt. */
export function guessCharset(bytes: Buffer): string | undefined {
  const sample = bytes.subarray(0, SAMPLE_LENGTH);
  const [best] = analyse(sample).filter(({ name }) => TRUSTED[name] === undefined || isReadable(sample, name));
  const trusted = best === undefined ? undefined : TRUSTED[best.name];
  return best === undefined || trusted === undefined || best.confidence < trusted.from ? undefined : trusted.charset;
}

/** Whether every byte stands for something; the last letter may be cut. */
function isReadable(sample: Buffer, name: string): boolean {
  const text = new TextDecoder(TRUSTED[name]?.charset).decode(sample);
  return !text.slice(0, -1).includes('\ufffd');
}

/** The charset that HTML names in its head, where no header does. */
export function findMetaCharset(bytes: Buffer): string | undefined {
  const head = bytes.toString('latin1', 0, Math.min(bytes.length, META_LENGTH));
  const named = /<meta\s[^>]{0,200}charset\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1]?.toLowerCase();
  // Two bytes to a character: this could not have been read.
  return named?.startsWith('utf-16') === true ? undefined : named;
}
