import { useCallback, useEffect, useRef, useState } from 'react';
import type { CorrespondenceCard, ListCorrespondences } from '#shared/contract/correspondence-list.ts';
import { useTopic } from '../bridge/topic-store.ts';
import { useRequest } from '../bridge/use-command.ts';

export type Filter = Pick<ListCorrespondences, 'view' | 'unread' | 'search'> & {
  state: NonNullable<ListCorrespondences['state']> | null;
};

interface Shown {
  /** What was asked for, so that a list is never shown under another filter. */
  asked: string;
  cards: CorrespondenceCard[];
  nextCursor: string | null;
}

export interface Correspondences {
  /** Undefined until the first answer; while words are typed, what was found before. */
  cards: readonly CorrespondenceCard[] | undefined;
  /** What is shown was found for other words than those that stand there now. */
  isSearching: boolean;
  hasMore: boolean;
  problem: string | null;
  readMore: () => void;
}

/** So long nobody has typed: then the server is asked. */
const typingMs = 180;

/** A filter apart from the words that are searched for. */
function withoutWords(asked: string): string {
  return JSON.stringify({ ...(JSON.parse(asked) as Filter), search: '' });
}

/** The correspondences under a filter, page by page, read again when something changes anywhere. */
export function useCorrespondences(filter: Filter): Correspondences {
  const request = useRequest();
  const changedAt = useTopic('correspondences')?.changedAt ?? 0;
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isReading = useRef(false);
  const asked = JSON.stringify(filter);
  const current = shown?.asked === asked ? shown : null;

  const latest = useRef(asked);
  /** What the last reading asked for. */
  const lastAsked = useRef(asked);
  const shownAt = useRef(0);
  useEffect(() => {
    latest.current = asked;
    const read = async (): Promise<void> => {
      const result = await request('correspondence.list', JSON.parse(asked) as Filter);
      // In a busy team the next is always on its way: only what is older than what is shown is dropped.
      if (latest.current !== asked || changedAt < shownAt.current) return;
      shownAt.current = changedAt;
      setProblem(result.ok ? null : result.problem.message);
      if (!result.ok) return;
      const { cards, nextCursor } = result.value;
      setShown((before) =>
        before?.asked === asked ? withFirstPage(before, cards, nextCursor) : { asked, cards, nextCursor },
      );
    };
    const isTyping = lastAsked.current !== asked && withoutWords(lastAsked.current) === withoutWords(asked);
    lastAsked.current = asked;
    if (!isTyping) return void read();
    const timer = setTimeout(() => void read(), typingMs);
    return () => clearTimeout(timer);
  }, [request, asked, changedAt]);

  const cursor = current?.nextCursor ?? null;
  const readMore = useCallback(async () => {
    if (cursor === null || isReading.current) return;
    isReading.current = true;
    const result = await request('correspondence.list', { ...(JSON.parse(asked) as Filter), cursor });
    isReading.current = false;
    setProblem(result.ok ? null : result.problem.message);
    if (!result.ok) return;
    const { cards, nextCursor } = result.value;
    setShown((before) =>
      before?.asked === asked && before.nextCursor === cursor
        ? { asked, cards: withoutDoubles([...before.cards, ...cards]), nextCursor }
        : before,
    );
  }, [request, asked, cursor]);

  const isSearching = current === null && shown !== null && withoutWords(shown.asked) === withoutWords(asked);
  const cards = current?.cards ?? (isSearching ? shown?.cards : undefined);
  return { cards, isSearching, hasMore: cursor !== null, problem, readMore: () => void readMore() };
}

/** A first page that was read again, before what was read further down. */
function withFirstPage(before: Shown, cards: CorrespondenceCard[], nextCursor: string | null): Shown {
  if (nextCursor === null) return { ...before, cards, nextCursor };
  return { ...before, cards: withoutDoubles([...cards, ...before.cards.slice(cards.length)]) };
}

function withoutDoubles(cards: readonly CorrespondenceCard[]): CorrespondenceCard[] {
  return [...new Map(cards.map((card) => [card.id, card])).values()];
}
