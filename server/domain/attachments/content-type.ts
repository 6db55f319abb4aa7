import { isPictureType, readPictureType } from '#server/kernel/picture-type.ts';

/** How many of the first bytes `readContentType` looks at. */
export const sniffedBytes = 12;

const pdf = 'application/pdf';

/** The type of picture or PDF that the first bytes prove, or what the sender said when that is harmless to name. */
export function readContentType(said: string | undefined, head: Uint8Array): string {
  const proven = readPictureType(head);
  if (proven !== undefined) return proven;
  const type = said?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isPlausible = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(type);
  if (Buffer.from(head.subarray(0, 5)).toString('latin1') === '%PDF-') return pdf;
  // A type that is shown in place and that the bytes deny is not believed, whatever it is.
  return isPlausible && !isPictureType(type) && type !== pdf ? type : 'application/octet-stream';
}
