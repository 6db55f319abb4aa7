import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import type { Readable } from './use-mark-read.ts';

/** What is read by looking at it: a thread's shared mail, or, where it has none, that it is one's own to answer. */
export function useReadable(correspondence: CorrespondenceView | null): Readable | null {
  const assignments = useTopic('assignments') ?? [];
  if (correspondence === null || correspondence.mail !== null) return correspondence?.mail ?? null;
  const placeId = correspondence.correspondenceId;
  const own = assignments.find(({ correspondenceId }) => correspondenceId === placeId);
  return own === undefined ? null : { id: own.correspondenceId, isUnread: true, emailCount: 0 };
}
