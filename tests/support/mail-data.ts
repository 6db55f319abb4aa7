import { drafts, type MailDraft } from './mail-drafts.ts';
import { mara, sales, tom, type MailPerson } from './mail-people.ts';

export { company, mara, outsiders, teammates, tom, type MailPerson } from './mail-people.ts';

/** The mail of a small invented company, as plain data. Every stand-in (webmail page, mail API, chat) draws on it. */

export type MailMessage = {
  /** Without angle brackets. */
  messageId: string;
  from: MailPerson;
  to: MailPerson[];
  cc: MailPerson[];
  /** ISO 8601, UTC. */
  sentAt: string;
  text: string;
};

/** A conversation as one mailbox has it: ids differ from mailbox to mailbox, Message-IDs don't. */
export type MailThread = {
  /** Gmail API thread id. */
  id: string;
  /** `a:r…`, while the page knows the thread only under a name that the browser made; the API's id exists too. */
  clientId?: string;
  subject: string;
  labels: string[];
  isUnread: boolean;
  messages: (MailMessage & { id: string })[];
};

/** The threads that somebody's mailbox holds, newest first, with ids of that mailbox. */
export function listThreads(address: string): MailThread[] {
  return drafts
    .filter(({ messages }) =>
      messages.some(([from, to, cc]) =>
        [from, ...to, ...cc].some((one) => one.address === address || isSharedBy(one, address)),
      ),
    )
    .map((draft) => toThread(draft, address))
    .toSorted((left, right) => lastSentAt(right).localeCompare(lastSentAt(left)));
}

/** The thread with that subject in somebody's mailbox; throws when there is none. */
export function getThread(address: string, subject: string): MailThread {
  const thread = listThreads(address).find((one) => one.subject === subject);
  if (thread === undefined) throw new Error(`${address} has no thread “${subject}”.`);
  return thread;
}

/** When the thread's newest message was sent. */
export function lastSentAt(thread: MailThread): string {
  return (
    thread.messages
      .map(({ sentAt }) => sentAt)
      .toSorted()
      .at(-1) ?? ''
  );
}

/** An id as Gmail makes them: the time in its upper bits, then 20 bits that tell mailboxes and messages apart. */
export function toGmailId(sentAt: string, seed: string): string {
  return ((BigInt(Date.parse(sentAt)) << 20n) | BigInt(hash(seed) & 0xfffff)).toString(16);
}

function toThread({ subject, labels, isUnread = false, messages }: MailDraft, address: string): MailThread {
  const complete = messages.map(([from, to, cc, sentAt, text], index) => {
    const messageId = `${toGmailId(sentAt, subject)}.${index}@${from.address.split('@')[1]}`;
    return { id: toGmailId(sentAt, `${address} ${messageId}`), messageId, from, to, cc, sentAt, text };
  });
  // What one sent another received.
  const isSender = messages[0]?.[0].address === address;
  const ownLabels = labels.map((label) => (label === 'sent' && !isSender ? 'inbox' : label));
  return { id: complete[0]?.id ?? '', subject, labels: ownLabels, isUnread, messages: complete };
}

/** Mail to the sales address reaches Mara and Tom. */
function isSharedBy(one: MailPerson, address: string): boolean {
  return one.address === sales.address && [mara.address, tom.address].includes(address);
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const unit of text) value = Math.imul(value ^ (unit.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
