import { useEffect, useState } from 'react';
import { t } from '#extension/language/t.ts';
import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { useRequest } from '../../bridge/use-command.ts';

const waitMs = 180;

interface Search {
  query: string;
  setQuery: (query: string) => void;
  cards: readonly DiscussionCard[];
  searching: boolean;
  /** Said when only what is cached here could be searched. */
  note: string | null;
}

const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The cards whose subject, sender or newest message hold every word of the query. */
export function filterCards(cards: readonly DiscussionCard[], query: string): DiscussionCard[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  return cards.filter((card) => {
    const text = fold(
      [card.subject, card.senderName, card.lastMessage?.authorName, card.lastMessage?.preview].join(' '),
    );
    return words.every((word) => text.includes(word));
  });
}

/** Searches what is here at once and the server a moment later; a late answer to an earlier query never shows. */
export function useSearch(own: readonly DiscussionCard[]): Search {
  const request = useRequest();
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<{ query: string; cards: DiscussionCard[]; note: string | null } | null>(null);
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === '') return;
    let current = true;
    const timer = setTimeout(async () => {
      const result = await request('discussion.search', { query: wanted });
      if (!current) return;
      if (result.ok) setFound({ query: wanted, cards: result.value, note: null });
      else setFound({ query: wanted, cards: [], note: t('list.onlySaved', { problem: result.problem.message }) });
    }, waitMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [wanted, request]);

  if (wanted === '') return { query, setQuery, cards: own, searching: false, note: null };
  const local = filterCards(own, wanted);
  if (found === null || found.query !== wanted) return { query, setQuery, cards: local, searching: true, note: null };
  const known = new Set(found.cards.map(({ id }) => id));
  const cards = [...found.cards, ...local.filter(({ id }) => !known.has(id))];
  return { query, setQuery, cards, searching: false, note: found.note };
}
