import { useEffect } from 'react';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { useRequest } from '../../bridge/use-command.ts';

const readAfterMs = 700;

/** Marks a correspondence read once it was looked at for a moment. What can't be marked now is marked the next time. */
export function useMarkRead(card: CorrespondenceCard | null): void {
  const request = useRequest();
  const id = card?.id ?? null;
  const isUnread = card?.isUnread === true;
  useEffect(() => {
    if (id === null || !isUnread) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === 'visible')
        void request('correspondence.mark', { correspondenceId: id, unread: false });
    }, readAfterMs);
    return () => clearTimeout(timer);
  }, [id, isUnread, request]);
}
