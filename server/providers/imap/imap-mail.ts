import type { FetchMessageObject } from 'imapflow';
import type { MailState, MailTouch } from '#server/ports/mail-reader.ts';
import type { Folder } from './read-folders.ts';
import { writeItemId } from './item-id.ts';

/** What is asked for of a mail everywhere here. */
export const stateQuery = { uid: true, flags: true, internalDate: true } as const;

/** Flags of RFC 9051; IMAP has no threads that a webmail's page would know. */
export function toState({ flags = new Set(), internalDate }: FetchMessageObject, label: string): MailState {
  const role = flags.has('\\Deleted') ? 'trash' : flags.has('\\Draft') ? 'draft' : label;
  return {
    threadId: null,
    labels: [role],
    isRead: flags.has('\\Seen'),
    receivedAt: internalDate === undefined ? null : new Date(internalDate).toISOString(),
  };
}

export function toTouch(mail: FetchMessageObject, { path, label, uidValidity }: Folder): MailTouch {
  return { id: writeItemId({ uidValidity, uid: mail.uid, path }), threadId: null, state: toState(mail, label) };
}

/** SEARCH knows days alone, so what came earlier on the first one has to be left out here. */
export function isSince({ internalDate }: FetchMessageObject, from: Date): boolean {
  return internalDate === undefined || new Date(internalDate) >= from;
}
