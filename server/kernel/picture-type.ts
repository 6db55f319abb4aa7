/** Pictures that browsers show without running anything, by how their bytes begin. */
const shownTypes: Readonly<Record<string, (head: Uint8Array) => boolean>> = {
  'image/png': (head) => startsWith(head, [0x89, 0x50, 0x4e, 0x47]),
  'image/jpeg': (head) => startsWith(head, [0xff, 0xd8, 0xff]),
  'image/gif': (head) => startsWith(head, [0x47, 0x49, 0x46, 0x38]),
  'image/webp': (head) =>
    startsWith(head, [0x52, 0x49, 0x46, 0x46]) && startsWith(head.subarray(8), [0x57, 0x45, 0x42, 0x50]),
};

/** The type that a picture's first 12 bytes prove; undefined for all else. */
export function readPictureType(head: Uint8Array): string | undefined {
  return Object.entries(shownTypes).find(([, matches]) => matches(head))?.[0];
}

/** Whether a browser may show a file of this type in place. */
export function isPictureType(contentType: string): boolean {
  return contentType in shownTypes;
}

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}
