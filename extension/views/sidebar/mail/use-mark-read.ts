import { useEffect, useRef } from 'react';
import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import { useRequest } from '../../bridge/use-command.ts';

const readAfterMs = 700;

/** A correspondence as far as reading it goes. */
export type Readable = Pick<CorrespondenceCard, 'id' | 'isUnread' | 'emailCount'>;

/**
 * Marks a correspondence read once it was looked at for a moment, and again when another e-mail came: what its reader
 * marks unread stays so. What can't be marked now is marked the next time.
 */
export function useMarkRead(card: Readable | null): void {
  const request = useRequest();
  const marked = useRef('');
  const id = card?.id ?? null;
  const isUnread = card?.isUnread === true;
  const seen = `${id} ${card?.emailCount}`;
  useEffect(() => {
    if (id === null || !isUnread || marked.current === seen) return;
    const timer = setTimeout(() => {
      if (document.visibilityState !== 'visible') return;
      marked.current = seen;
      void request('correspondence.mark', { correspondenceId: id, unread: false });
    }, readAfterMs);
    return () => clearTimeout(timer);
  }, [id, isUnread, seen, request]);
}
