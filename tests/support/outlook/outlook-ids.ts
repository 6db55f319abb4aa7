import { createHash } from 'node:crypto';
import type { MailThread } from '../mail-data.ts';

/** Ids in the shape of Outlook's: two bytes that say what it is, the mailbox's GUID, and bytes of their own. */

/** A thread's id in somebody's mailbox, as the page writes it (standard base64). */
export function toConversationId(address: string, thread: Pick<MailThread, 'id'>): string {
  return toId(0x04, address, [0x00, 0x10, 0x00, ...digest(`conversation ${address} ${thread.id}`)]);
}

/** The id of a thread's newest message, as the page writes it. */
export function toItemId(address: string, thread: MailThread): string {
  const newest = thread.messages.at(-1)?.id ?? '';
  return toId(0x03, address, [0x00, 0x46, ...digest(`folder ${address}`), ...digest(`item ${address} ${newest}`)]);
}

function toId(kind: number, address: string, rest: number[]): string {
  const guid = digest(`mailbox ${address}`)
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  const text = guid.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return Buffer.from([0x00, kind, 36, 0, ...Buffer.from(text, 'ascii'), ...rest]).toString('base64');
}

/** 16 bytes. */
function digest(seed: string): number[] {
  return [...createHash('md5').update(seed).digest()];
}
