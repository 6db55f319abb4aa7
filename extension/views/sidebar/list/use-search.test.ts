import { expect, it } from 'vitest';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { filterCards } from './use-search.ts';

const card = (subject: string, senderName: string, preview: string): DiscussionCard =>
  ({ subject, senderName, lastMessage: { authorName: 'Tom', preview, at: '' } }) as DiscussionCard;
const cards = [card('Flow meters', 'Jack Daniels', 'call at three'), card('Angebot', 'Inês Carvalho', 'fine by me')];

it.each([
  ['flow', 1],
  ['jack METERS', 1],
  ['ines', 1],
  ['tom', 2],
  ['three fine', 0],
])('%s finds %i', (query, count) => {
  expect(filterCards(cards, query)).toHaveLength(count);
});
