import { normaliseAddress } from '../address.ts';
import type { NamedAddress } from '../address.ts';
import { normaliseSubject, parseSubject } from '../subject.ts';

/** What grouping needs to know of an e-mail. Ids are written without angle brackets. */
export type ThreadEmail = {
  /** Names the e-mail to the caller; each only once. */
  key: string;
  messageId: string | null;
  inReplyTo: string | null;
  references: readonly string[];
  subject: string | null;
  from: readonly NamedAddress[];
  to: readonly NamedAddress[];
  cc: readonly NamedAddress[];
  /** ISO 8601. */
  date: string | null;
  /** Fingerprint of what the mail says, where the caller has one: tells copies of a mail from mails that share an id. */
  content?: string | undefined;
  /** The thread in which a provider shows it; its ids mean something within one mailbox only. */
  providerThread?: { mailbox: string; id: string } | undefined;
};

/** Why an e-mail is in its thread, as a person reads it. */
export type ThreadReason =
  | 'starts the thread'
  | 'answers an e-mail of the thread'
  | 'refers to an e-mail of the thread'
  | 'refers to the same missing e-mail'
  | 'is a copy of an e-mail of the thread'
  | 'is the same e-mail under another id'
  | 'is in the same thread of the mailbox'
  | 'has the same subject and people, close in time';

/** An e-mail with what comparing needs, worked out once. */
export type ThreadNode = {
  index: number;
  email: ThreadEmail;
  /** Ids it refers to, the nearest ancestor first. */
  ancestors: readonly string[];
  subject: string;
  isReply: boolean;
  senders: ReadonlySet<string>;
  recipients: ReadonlySet<string>;
  people: ReadonlySet<string>;
  /** Milliseconds since 1970; NaN without a date. */
  time: number;
};

export function describeNode(email: ThreadEmail, index: number): ThreadNode {
  const senders = addressesOf(email.from);
  const recipients = addressesOf([...email.to, ...email.cc]);
  return {
    index,
    email,
    ancestors: listAncestors(email),
    subject: normaliseSubject(email.subject ?? ''),
    isReply: parseSubject(email.subject ?? '').isReply,
    senders,
    recipients,
    people: new Set([...senders, ...recipients]),
    time: email.date === null ? Number.NaN : Date.parse(email.date),
  };
}

/** Whether two mails can belong together at all. What is not known speaks for neither. */
export function isPlausible(left: ThreadNode, right: ThreadNode): boolean {
  if (left.subject === right.subject || left.subject === '' || right.subject === '') return true;
  if (left.people.size === 0 || right.people.size === 0) return true;
  return sharesAny(left.people, right.people);
}

export function sharesAny(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

/** In-Reply-To names the parent; References lists the ancestors, oldest first (RFC 5322 §3.6.4). */
function listAncestors(email: ThreadEmail): string[] {
  const nearestFirst = email.references.toReversed();
  const all = email.inReplyTo === null ? nearestFirst : [email.inReplyTo, ...nearestFirst];
  return [...new Set(all)].filter((id) => id !== '' && id !== email.messageId);
}

function addressesOf(people: readonly NamedAddress[]): Set<string> {
  const addresses = people.map(({ address }) => normaliseAddress(address) ?? address.trim().toLowerCase());
  return new Set(addresses.filter((address) => address !== ''));
}
