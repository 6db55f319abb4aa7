import type { DiscussionCard } from '#shared/contract/discussion.ts';
import type { AssignmentView } from '#shared/contract/notification.ts';
import type { Row } from './store.ts';

/** A person's discussions in one team. Its key is the scope; `fetchedAt` is epoch ms. */
export interface InboxRow extends Row {
  cards: DiscussionCard[];
  fetchedAt: number;
}

export const inboxIndexes = 'key';

/** Unread first (muted ones count as read), then the newest. */
export function sortCards(cards: readonly DiscussionCard[]): DiscussionCard[] {
  return cards.toSorted((a, b) => Number(isUnread(b)) - Number(isUnread(a)) || newestAt(b).localeCompare(newestAt(a)));
}

function isUnread(card: DiscussionCard): boolean {
  return card.unread > 0 && !card.muted;
}

function newestAt(card: DiscussionCard): string {
  return card.lastMessage?.at ?? '';
}

/** The cards with one of them replaced, or added. */
export function withCard(cards: readonly DiscussionCard[], card: DiscussionCard): DiscussionCard[] {
  return sortCards([card, ...cards.filter((other) => other.id !== card.id)]);
}

/** How many threads wait: with a discussion to be read, or assigned and unread, and each once. */
export function countWaiting(cards: readonly DiscussionCard[], assignments: readonly AssignmentView[]): number {
  const unread = new Set<string>(cards.filter(isUnread).map(({ id }) => id));
  const others = assignments.filter(({ discussionId }) => discussionId === null || !unread.has(discussionId));
  return unread.size + others.length;
}
