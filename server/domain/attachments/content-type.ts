import { isPictureType, readPictureType } from '#server/kernel/picture-type.ts';

/** How many of the first bytes `readContentType` looks at. */
export const sniffedBytes = 12;

const pdf = 'application/pdf';
/** What a program of Windows, Linux or macOS, or a shortcut to one, is kept as, whatever it was called. */
export const programType = 'application/x-msdownload';

/** PE, ELF, Mach-O in its byte orders, and the shell's links. */
const programs = ['4d5a', '7f454c46', 'feedface', 'feedfacf', 'cefaedfe', 'cffaedfe', '4c00000001140200'];

function isProgram(head: Uint8Array): boolean {
  const hex = Buffer.from(head.subarray(0, sniffedBytes)).toString('hex');
  return programs.some((magic) => hex.startsWith(magic) && (magic !== '4d5a' || !isText(head)));
}

/** A text may begin with the letters MZ. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

/** The type of picture or PDF that the first bytes prove, or what the sender said when that is harmless to name. */
export function readContentType(said: string | undefined, head: Uint8Array): string {
  const proven = readPictureType(head);
  if (proven !== undefined) return proven;
  if (isProgram(head)) return programType;
  const type = said?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isPlausible = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(type);
  if (Buffer.from(head.subarray(0, 5)).toString('latin1') === '%PDF-') return pdf;
  // A type that is shown in place and that the bytes deny is not believed, whatever it is.
  return isPlausible && !isPictureType(type) && type !== pdf ? type : 'application/octet-stream';
}
