import { useState } from 'react';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { Discussion } from '#shared/contract/discussion.ts';

interface Shown {
  threadKey: string;
  discussion: Discussion | null;
  chat: CorrespondenceView['chat'] | null;
}

interface HeldComposer {
  /** Whose composer stands in the footer. */
  held: Shown | null;
  /** Put on the footer. */
  handlers: { onFocus: () => void; onBlur: () => void };
}

/**
 * While the page is between two mails (`shown` null) the composer is nobody's, unless the reader is writing in it: then
 * it stays, focus and all, for the page often comes back to the same mail.
 */
export function useHeldComposer(shown: Shown | null): HeldComposer {
  const [last, setLast] = useState(shown);
  const [isWriting, setWriting] = useState(false);
  const isNew =
    shown !== null &&
    (shown.threadKey !== last?.threadKey || shown.discussion !== last.discussion || shown.chat !== last.chat);
  if (isNew) setLast(shown);
  const handlers = { onFocus: () => setWriting(true), onBlur: () => setWriting(false) };
  return { held: shown ?? (isWriting ? last : null), handlers };
}
