/**
 * Outlook on the web writes ids as standard base64, Microsoft Graph writes the same bytes with `+` as `_` and `/` as
 * `-` (the reverse of base64url). Some dumps carry one inside the other's place, so both forms are read everywhere.
 */

export type OutlookIdKind = 'outlook-conversation' | 'outlook-item';

const ID_TEXT = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
const MAX_ID_LENGTH = 1000;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KIND_BY_SECOND_BYTE = new Map<number, OutlookIdKind>([
  [0x04, 'outlook-conversation'],
  [0x03, 'outlook-item'],
]);

/** The id as Microsoft Graph writes it, from either form. */
export function toGraphId(id: string): string {
  return id.replaceAll('+', '_').replaceAll('/', '-');
}

/** The id as Outlook's address bar and page write it (before percent-encoding), from either form. */
export function toOutlookId(id: string): string {
  return id.replaceAll('_', '+').replaceAll('-', '/');
}

/** Whether two ids name the same thing, whichever form each has. */
export function isSameOutlookId(left: string, right: string): boolean {
  return toGraphId(left) === toGraphId(right);
}

/**
 * The mailbox that an id belongs to, as a GUID in lower case; undefined when the id does not say. The first byte says
 * whether what follows the second is run-length encoded (two equal bytes are followed by how many more there are); then
 * come a length (16 bits, little-endian) and the GUID in ASCII. Conversations and items of one mailbox share it.
 */
export function readOutlookMailbox(id: string): string | undefined {
  if (findOutlookIdKind(id) === undefined) return undefined;
  const [encoding, , ...rest] = toBytes(id);
  const plain = encoding === 1 ? expandRuns(rest) : rest;
  const length = (plain[0] ?? 0) + (plain[1] ?? 0) * 256;
  const guid = String.fromCharCode(...plain.slice(2, 2 + length)).toLowerCase();
  return GUID.test(guid) ? guid : undefined;
}

function expandRuns(bytes: readonly number[]): number[] {
  const plain: number[] = [];
  for (let index = 0; index < bytes.length && plain.length < MAX_ID_LENGTH; index += 1) {
    const byte = bytes[index] ?? 0;
    plain.push(byte);
    if (byte !== bytes[index + 1]) continue;
    const more = bytes[index + 2] ?? 0;
    for (let count = 0; count <= more; count += 1) plain.push(byte);
    index += 2;
  }
  return plain;
}

/** Which kind of id this is, told by its second byte; undefined when it is neither. */
export function findOutlookIdKind(id: string): OutlookIdKind | undefined {
  if (id.length > MAX_ID_LENGTH || !ID_TEXT.test(id)) return undefined;
  return KIND_BY_SECOND_BYTE.get(toBytes(id)[1] ?? 0);
}

function toBytes(id: string): number[] {
  const standard = toOutlookId(id).replace(/=+$/, '');
  if (standard.length % 4 === 1) return [];
  const text = atob(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
  return [...text].map((character) => character.charCodeAt(0));
}
