import { useEffect, useRef, useState } from 'react';
import type { Discussion, DiscussionCard, Message } from '#shared/contract/discussion.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useRequest } from '../../bridge/use-command.ts';

// The newest page: `seq` is a 32-bit number on the server.
const afterEverything = 2_147_483_647;

interface Detached {
  discussion: Discussion | null;
  problem: string | null;
}

/** What a card and the newest page of its messages tell of a discussion whose mail can't be opened here. */
export function discussionOf(card: DiscussionCard, messages: Message[], hasOlder: boolean): Discussion {
  const lastSeq = messages[messages.length - 1]?.seq ?? 0;
  const unreadFrom = messages[Math.max(0, messages.length - card.unread)];
  const first = messages[0];
  return {
    id: card.id,
    correspondenceId: card.correspondenceId,
    subject: card.subject,
    visibility: card.visibility,
    startedBy: first?.author.name ?? card.senderName,
    createdAt: first?.createdAt ?? card.lastMessage?.at ?? new Date(0).toISOString(),
    deletedAt: null,
    memberIds: [],
    following: card.following,
    muted: card.muted,
    lastReadSeq: card.unread === 0 || unreadFrom === undefined ? lastSeq : unreadFrom.seq - 1,
    lastSeq,
    link: null,
    messages,
    hasOlder,
    version: lastSeq,
  };
}

/** Reads the newest messages when shown and whenever anything was said, changed or felt: nothing of it is cached. */
export function useDetachedDiscussion(card: DiscussionCard): Detached {
  const request = useRequest();
  const [page, setPage] = useState<{ messages: Message[]; hasOlder: boolean } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { id } = card;
  const changedAt = useTopic('discussions')?.changedAt ?? 0;
  const shownAt = useRef(0);
  useEffect(() => {
    const read = async (): Promise<void> => {
      const result = await request('discussion.history', { discussionId: id, beforeSeq: afterEverything });
      // In a busy team the next is always on its way: only what is older than what is shown is dropped.
      if (changedAt < shownAt.current) return;
      shownAt.current = changedAt;
      setProblem(result.ok ? null : result.problem.message);
      if (result.ok) setPage(result.value);
    };
    void read();
  }, [request, id, changedAt]);
  return { discussion: page === null ? null : discussionOf(card, page.messages, page.hasOlder), problem };
}
