import { useCallback, useEffect, useRef } from 'react';
import type { OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { useTopic } from '../../bridge/topic-store.ts';
import { useStateOf } from '../../bridge/use-state-of.ts';
import { useRequest } from '../../bridge/use-command.ts';

export interface OutgoingOf {
  mails: readonly OutgoingMail[];
  /** Until then nobody can tell whether an answer is on its way, and none is begun. */
  isKnown: boolean;
  /** Reads them again, after something was done with one. */
  again: () => void;
}

/**
 * The mails to customers of a correspondence (null: one's own that belong to none yet), again with every change of it.
 * What can't be read stays as it was.
 */
export function useOutgoing(correspondenceId: string | null): OutgoingOf {
  const request = useRequest();
  const changedAt = useTopic('correspondences')?.changedAt ?? 0;
  const [mails, setMails] = useStateOf<readonly OutgoingMail[] | null>(correspondenceId ?? '', null);
  const rounds = useRef({ asked: 0, shown: 0 });
  const read = useCallback(async (): Promise<void> => {
    const round = (rounds.current.asked += 1);
    const result = await request('outgoing.list', { correspondenceId });
    // In a busy team the next is always on its way: only what is older than what is shown is dropped.
    if (!result.ok || round < rounds.current.shown) return;
    rounds.current.shown = round;
    setMails(() => result.value);
  }, [request, correspondenceId, setMails]);
  const seen = useRef<string>(null);
  useEffect(() => {
    const now = `${correspondenceId} ${changedAt}`;
    if (seen.current === now) return;
    seen.current = now;
    void read();
  }, [read, correspondenceId, changedAt]);
  return { mails: mails ?? [], isKnown: mails !== null, again: useCallback(() => void read(), [read]) };
}
