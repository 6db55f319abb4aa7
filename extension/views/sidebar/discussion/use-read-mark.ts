import { useCallback, useEffect, useRef, useState } from 'react';
import type { Discussion } from '#shared/contract/discussion.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useCommand, useRequest } from '../../bridge/use-command.ts';

const readAfterMs = 700;

/**
 * Marks a discussion read once its end was really in view for a moment, and remembers where "New" began when the
 * reader came. After "mark unread" nothing is marked read until the reader leaves and comes back; what was refused is
 * not asked again before something changes.
 */
export function useReadMark(
  discussion: Discussion | null,
  atEnd: boolean,
): { dividerSeq: number; markUnread: (seq: number) => void } {
  const request = useRequest();
  const command = useCommand();
  const [dividerSeq, setDividerSeq] = useState(discussion?.lastReadSeq ?? Number.POSITIVE_INFINITY);
  const [shown, setShown] = useState(document.visibilityState === 'visible');
  const keptUnread = useRef(false);
  const refusedSeq = useRef<number | null>(null);
  const isOffline = useTopic('connection')?.state === 'offline';
  const id = discussion?.id ?? null;
  const lastSeq = discussion?.lastSeq ?? 0;
  const lastReadSeq = discussion?.lastReadSeq ?? 0;
  const newestRead = useRef(lastReadSeq);
  useEffect(() => {
    newestRead.current = lastReadSeq;
  }, [lastReadSeq]);

  useEffect(() => {
    const ending = new AbortController();
    const onChange = (): void => {
      const visible = document.visibilityState === 'visible';
      setShown(visible);
      if (!visible) return;
      keptUnread.current = false;
      setDividerSeq(newestRead.current);
    };
    document.addEventListener('visibilitychange', onChange, { signal: ending.signal });
    return () => ending.abort();
  }, []);

  useEffect(() => {
    if (isOffline || !shown) refusedSeq.current = null;
    if (isOffline || id === null || !shown || !atEnd || keptUnread.current || lastSeq <= lastReadSeq) return;
    if (refusedSeq.current === lastSeq) return;
    const markRead = async (): Promise<void> => {
      if (refusedSeq.current === lastSeq) return;
      const result = await request('discussion.read', { discussionId: id, seq: lastSeq });
      if (!result.ok) refusedSeq.current = lastSeq;
    };
    const timer = setTimeout(() => void markRead(), readAfterMs);
    return () => clearTimeout(timer);
  }, [id, isOffline, shown, atEnd, lastSeq, lastReadSeq, request]);

  const markUnread = useCallback(
    (seq: number): void => {
      if (id === null) return;
      keptUnread.current = true;
      setDividerSeq(seq - 1);
      void command('discussion.unread', { discussionId: id, seq });
    },
    [id, command],
  );
  return { dividerSeq, markUnread };
}
