import type { Contact } from '#shared/contract/contact.ts';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import type { Row } from './store.ts';

/**
 * What the server said about one thread. Its key is the thread key, which begins with the scope. `discussion`,
 * `correspondence` and `people` are ids within the scope, to find the threads that a live event is about: `people`
 * holds the ids of the contacts shown and the hashes of everybody's address. `fetchedAt` is epoch ms.
 */
export interface ThreadRow extends Row {
  scope: string;
  discussion: string;
  correspondence: string;
  people: string[];
  /** Hashes of the addresses in the mail. */
  hashes: string[];
  view: CorrespondenceView;
  fetchedAt: number;
}

export const threadIndexes = 'key, scope, discussion, correspondence, *people';

/** The value of an index for an id or a hash. */
export function indexed(scope: string, id: string | null | undefined): string {
  return id === null || id === undefined ? '' : `${scope} ${id}`;
}

/** A row as it is stored. Presence is never kept: it is old the moment the worker sleeps. */
export function createThreadRow(thread: Pick<ThreadRow, 'scope' | 'key' | 'view' | 'hashes' | 'fetchedAt'>): ThreadRow {
  const { scope, key, view, hashes, fetchedAt } = thread;
  return {
    key,
    scope,
    discussion: indexed(scope, view.discussion?.id),
    correspondence: indexed(scope, view.correspondenceId),
    people: [...view.contacts.map(({ id }) => id), ...hashes].map((one) => indexed(scope, one)),
    hashes,
    view: { ...view, presence: null },
    fetchedAt,
  };
}

/**
 * What the server answered, without losing what a live event or a post brought while the answer was on its way: of each
 * message and contact the newer version stays, and so does what came after the answer was written. `before` is what was
 * cached when the server was asked.
 */
export function mergeViews(
  cached: CorrespondenceView | undefined,
  answer: CorrespondenceView,
  before: CorrespondenceView | undefined = cached,
): CorrespondenceView {
  if (cached === undefined) return answer;
  const merged = { ...answer, contacts: mergeContacts(cached.contacts, answer.contacts, before?.contacts ?? []) };
  const known = cached.discussion;
  if (known === null) return merged;
  if (answer.discussion?.id === known.id) return { ...merged, discussion: mergeDiscussions(known, answer.discussion) };
  const hasComeMeanwhile = answer.discussion === null && known.id !== before?.discussion?.id;
  if (!hasComeMeanwhile) return merged;
  return { ...merged, correspondenceId: cached.correspondenceId, discussion: known, joinOffer: null };
}

function findContact(contacts: readonly Contact[], id: string): Contact | undefined {
  return contacts.find((contact) => contact.id === id);
}

function mergeContacts(cached: readonly Contact[], answer: readonly Contact[], before: readonly Contact[]): Contact[] {
  const newest = answer.map((contact) => {
    const known = findContact(cached, contact.id);
    return known !== undefined && known.version > contact.version ? known : contact;
  });
  const come = cached.filter(
    ({ id }) => findContact(before, id) === undefined && findContact(answer, id) === undefined,
  );
  return [...newest, ...come];
}

/** Two copies of one discussion: the newer head, and every message in its newest version. */
export function mergeDiscussions(known: Discussion, incoming: Discussion): Discussion {
  const head = known.version > incoming.version ? known : incoming;
  const firstSeq = incoming.messages[0]?.seq ?? 0;
  const kept = known.messages.filter((message) => message.seq >= firstSeq || !incoming.hasOlder);
  let messages = incoming.messages;
  for (const message of kept) messages = withMessage(messages, message);
  const lastSeq = Math.max(known.lastSeq, incoming.lastSeq);
  return { ...head, messages, hasOlder: incoming.hasOlder, lastSeq };
}

/** The messages with one of them added, or replaced when it is newer, in the discussion's order. */
export function withMessage(messages: readonly Message[], message: Message): Message[] {
  const known = messages.find((other) => other.id === message.id);
  if (known !== undefined && known.version >= message.version) return [...messages];
  return [...messages.filter((other) => other.id !== message.id), message].toSorted((a, b) => a.seq - b.seq);
}

/** The discussion with a message that a live event or an answer brought. */
export function withMessageIn(discussion: Discussion, message: Message): Discussion {
  return {
    ...discussion,
    messages: withMessage(discussion.messages, message),
    lastSeq: Math.max(discussion.lastSeq, message.seq),
  };
}

/** The view with a contact added, or replaced by a newer copy. */
export function withContact(view: CorrespondenceView, contact: Contact): CorrespondenceView {
  const known = view.contacts.find((other) => other.id === contact.id);
  if (known !== undefined && known.version > contact.version) return view;
  const others = view.contacts.filter((other) => other.id !== contact.id);
  return { ...view, contacts: [...others, contact] };
}
