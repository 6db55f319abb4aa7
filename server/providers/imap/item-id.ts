import { MailTrouble } from '#server/ports/mail-reader.ts';

/** Which mail: a UID means something only with its folder and that folder's UIDVALIDITY (RFC 9051, 2.3.1.1). */
export interface ItemId {
  readonly uidValidity: string;
  readonly uid: number;
  readonly path: string;
}

export function writeItemId({ uidValidity, uid, path }: ItemId): string {
  return `${uidValidity}/${uid}/${path}`;
}

/** @throws MailTrouble 'missing' for what is no id of ours. */
export function readItemId(text: string): ItemId {
  const [, uidValidity = '', uid = '', path = ''] = /^(\d+)\/(\d+)\/(.+)$/s.exec(text) ?? [];
  if (path === '') throw new MailTrouble('missing', 'There is no such mail.');
  return { uidValidity, uid: Number(uid), path };
}
