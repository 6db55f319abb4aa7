import { useMemo, useState } from 'react';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { useRequest } from '../../bridge/use-command.ts';
import { continueHistory } from './group-messages.ts';

const none: readonly Message[] = [];

interface History {
  /** From the oldest message that was asked for on, without a gap to those that the discussion holds itself. */
  past: readonly Message[];
  hasOlder: boolean;
  loading: boolean;
  problem: string | null;
  loadOlder: () => Promise<void>;
}

interface Held {
  messages: readonly Message[];
  hasOlder: boolean;
}

/** Older pages of one discussion, asked for when wanted. */
export function useHistory(discussion: Discussion | null): History {
  const request = useRequest();
  const live = discussion?.messages ?? none;
  const [held, setHeld] = useState<Held | null>(null);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  // Where another discussion took its place, or more came at once than the live copy holds, one reads back anew.
  const past = useMemo(() => (held === null ? undefined : continueHistory(held.messages, live)), [held, live]);
  if (held !== null && past === undefined) setHeld(null);
  else if (held !== null && past !== undefined && past.length > held.messages.length)
    setHeld({ ...held, messages: past });
  const firstSeq = past?.[0]?.seq ?? live[0]?.seq;

  const loadOlder = async (): Promise<void> => {
    if (discussion === null || firstSeq === undefined || loading) return;
    setLoading(true);
    const result = await request('discussion.history', { discussionId: discussion.id, beforeSeq: firstSeq });
    setLoading(false);
    setProblem(result.ok ? null : result.problem.message);
    if (!result.ok) return;
    const { messages, hasOlder } = result.value;
    setHeld((now) => ({ messages: [...messages, ...(now?.messages ?? live)], hasOlder }));
  };
  const hasOlder = past === undefined ? (discussion?.hasOlder ?? false) : (held?.hasOlder ?? false);
  return { past: past ?? none, hasOlder, loading, problem, loadOlder };
}
