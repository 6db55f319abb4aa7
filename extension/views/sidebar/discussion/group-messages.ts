import type { Message } from '#shared/contract/discussion.ts';

const groupSpanMs = 5 * 60_000;

/** Messages of one author within a few minutes, shown under one name. */
export interface MessageGroup {
  key: string;
  /** Set where a new day begins: ISO 8601 time of its first message. */
  day: string | null;
  /** The first unread message begins here. */
  unread: boolean;
  messages: Message[];
}

const dayOf = (at: string): string => new Date(at).toDateString();

function continues(before: Message, next: Message): boolean {
  return (
    before.author.kind === next.author.kind &&
    before.author.id === next.author.id &&
    dayOf(before.createdAt) === dayOf(next.createdAt) &&
    Date.parse(next.createdAt) - Date.parse(before.createdAt) < groupSpanMs &&
    before.deletedAt === null &&
    next.deletedAt === null
  );
}

/** Groups messages (in order) by day and author; a group also begins at the first message after `lastReadSeq`. */
export function groupMessages(messages: readonly Message[], lastReadSeq: number, selfId: string): MessageGroup[] {
  const groups: MessageGroup[] = [];
  const firstUnread = messages.find((message) => message.seq > lastReadSeq && message.author.id !== selfId);
  let before: Message | undefined;
  for (const message of messages) {
    const unread = message === firstUnread && before !== undefined;
    const current = groups[groups.length - 1];
    if (before !== undefined && current !== undefined && !unread && continues(before, message)) {
      current.messages.push(message);
    } else {
      const newDay = before === undefined || dayOf(before.createdAt) !== dayOf(message.createdAt);
      groups.push({ key: message.id, day: newDay ? message.createdAt : null, unread, messages: [message] });
    }
    before = message;
  }
  return groups;
}

/** One list out of older pages and the live copy: by id the newer version, in order of `seq`. */
export function mergeMessages(older: readonly Message[], live: readonly Message[]): Message[] {
  const byId = new Map<string, Message>();
  for (const message of [...older, ...live]) {
    const known = byId.get(message.id);
    if (known === undefined || message.version >= known.version) byId.set(message.id, message);
  }
  return [...byId.values()].toSorted((left, right) => left.seq - right.seq);
}

/**
 * What was read of a discussion's past, going on as far as the live copy goes, which holds the newest page only and
 * leaves its oldest messages behind as others come. Undefined where messages are missing between the two.
 */
export function continueHistory(past: readonly Message[], live: readonly Message[]): Message[] | undefined {
  const last = past.at(-1);
  const first = live[0];
  if (last === undefined || first === undefined) return undefined;
  if (last.discussionId !== first.discussionId || first.seq > last.seq + 1) return undefined;
  return mergeMessages(past, live);
}
