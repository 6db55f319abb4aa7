import type { DiscussionCard } from '#shared/contract/discussion.ts';

/** How many messages wait to be read; muted discussions count as read. */
export function countUnread(cards: readonly DiscussionCard[]): number {
  return cards.reduce((sum, card) => sum + (card.muted ? 0 : card.unread), 0);
}
