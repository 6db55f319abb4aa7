import { normaliseAddress } from '../address.ts';
import type { NamedAddress } from '../address.ts';
import { normaliseSubject, parseSubject } from '../subject.ts';

/** What grouping needs to know of an e-mail. Ids are written without angle brackets. */
export type ThreadEmail = {
  /** Names the e-mail to the caller; each only once. */
  key: string;
  messageId: string | null;
  inReplyTo: string | null;
  /** Where In-Reply-To names several mails, all of them. */
  parents?: readonly string[] | undefined;
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
  /** Agrees where two mails say the same. */
  print: string;
};

export function describeNode(email: ThreadEmail, index: number): ThreadNode {
  const senders = addressesOf(email.from);
  const recipients = addressesOf([...email.to, ...email.cc]);
  const subject = normaliseSubject(email.subject ?? '');
  const time = email.date === null ? Number.NaN : Date.parse(email.date);
  return {
    index,
    email,
    ancestors: listAncestors(email),
    subject,
    isReply: parseSubject(email.subject ?? '').isReply,
    senders,
    recipients,
    people: new Set([...senders, ...recipients]),
    time,
    print: email.content ?? JSON.stringify([time, subject, [...senders].toSorted()]),
  };
}

/**
 * Whether a mail can be an answer to the one it refers to: the subject agrees, or people of that mail talk to each other.
 * A common recipient alone proves nothing: one desk answers many. What is not known speaks for neither.
 */
export function isPlausible(answer: ThreadNode, parent: ThreadNode): boolean {
  if (answer.subject === parent.subject || answer.subject === '' || parent.subject === '') return true;
  return isAmongSamePeople(answer, parent);
}

/** Both who writes and who is written to are people of the other mail, as far as these are known. */
export function isAmongSamePeople(answer: ThreadNode, parent: ThreadNode): boolean {
  if (answer.people.size === 0 || parent.people.size === 0) return true;
  const isSenderKnown = parent.recipients.size === 0 || sharesAny(answer.senders, parent.people);
  return isSenderKnown && (answer.recipients.size === 0 || sharesAny(answer.recipients, parent.people));
}

/** Each two people of whom one writes to the other, whoever of them it is. */
export function listPairs(node: ThreadNode): string[] {
  const pairs = [...node.senders].flatMap((from) => [...node.recipients].map((to) => [from, to].toSorted().join(' ')));
  return pairs.length > 0 ? pairs : [...node.people];
}

export function sharesAny(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  for (const item of small) if (large.has(item)) return true;
  return false;
}

/** In-Reply-To names the parent; References lists the ancestors, oldest first (RFC 5322 §3.6.4). */
function listAncestors(email: ThreadEmail): string[] {
  const nearestFirst = email.references.toReversed();
  const named = email.inReplyTo === null ? [] : [email.inReplyTo];
  const all = [...named, ...(email.parents ?? []), ...nearestFirst];
  return [...new Set(all)].filter((id) => id !== '' && id !== email.messageId);
}

function addressesOf(people: readonly NamedAddress[]): Set<string> {
  const addresses = people.map(({ address }) => normaliseAddress(address) ?? address.trim().toLowerCase());
  return new Set(addresses.filter((address) => address !== ''));
}
