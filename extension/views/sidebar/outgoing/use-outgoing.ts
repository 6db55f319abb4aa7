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

/** The mails to customers of a correspondence, again with every change of it. What can't be read stays as it was. */
export function useOutgoing(correspondenceId: string): OutgoingOf {
  const request = useRequest();
  const changedAt = useTopic('correspondences')?.changedAt ?? 0;
  const [mails, setMails] = useStateOf<readonly OutgoingMail[] | null>(correspondenceId, null);
  const round = useRef(0);
  const read = useCallback(async (): Promise<void> => {
    round.current += 1;
    const own = round.current;
    const result = await request('outgoing.list', { correspondenceId });
    if (own === round.current && result.ok) setMails(() => result.value);
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
