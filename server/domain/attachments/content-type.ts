/** Pictures that browsers show without running anything; all else is only ever downloaded. */
const shownTypes: Readonly<Record<string, (head: Uint8Array) => boolean>> = {
  'image/png': (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47]),
  'image/jpeg': (head) => startsWith(head, [0xff, 0xd8, 0xff]),
  'image/gif': (head) => startsWith(head, [0x47, 0x49, 0x46, 0x38]),
  'image/webp': (head) =>
    startsWith(head, [0x52, 0x49, 0x46, 0x46]) && startsWith(head.subarray(8), [0x57, 0x45, 0x42, 0x50]),
};

/** How many of the first bytes `readContentType` looks at. */
export const sniffedBytes = 12;

/** The picture type that the first bytes prove, or what the sender said when that is harmless to name. */
export function readContentType(said: string | undefined, head: Uint8Array): string {
  const proven = Object.entries(shownTypes).find(([, matches]) => matches(head));
  if (proven !== undefined) return proven[0];
  const type = said?.split(';')[0]?.trim().toLowerCase() ?? '';
  const isPlausible = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}$/.test(type);
  // A picture type that the bytes deny is not believed, whatever it is.
  return isPlausible && !(type in shownTypes) ? type : 'application/octet-stream';
}

/** Whether a browser may show the file in place instead of saving it. */
export function isShownInline(contentType: string): boolean {
  return contentType in shownTypes;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
