/**
 * Outlook on the web writes ids as standard base64, Microsoft Graph writes the same bytes with `+` as `_` and `/` as
 * `-` (the reverse of base64url). Some dumps carry one inside the other's place, so both forms are read everywhere.
 */

export type OutlookIdKind = 'outlook-conversation' | 'outlook-item';

const ID_TEXT = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
const MAX_ID_LENGTH = 1000;
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

/** Which kind of id this is, told by its second byte; undefined when it is neither. */
export function findOutlookIdKind(id: string): OutlookIdKind | undefined {
  if (id.length > MAX_ID_LENGTH || !ID_TEXT.test(id)) return undefined;
  const standard = toOutlookId(id).replace(/=+$/, '');
  if (standard.length % 4 === 1) return undefined;
  const bytes = atob(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
  return KIND_BY_SECOND_BYTE.get(bytes.charCodeAt(1));
}
