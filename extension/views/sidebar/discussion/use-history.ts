import { useState } from 'react';
import type { Discussion, Message } from '#shared/contract/discussion.ts';
import { useRequest } from '../../bridge/use-command.ts';

const none: readonly Message[] = [];

interface History {
  older: readonly Message[];
  hasOlder: boolean;
  loading: boolean;
  problem: string | null;
  loadOlder: () => Promise<void>;
}

/** Older pages of one discussion, asked for when wanted. */
export function useHistory(discussion: Discussion | null): History {
  const request = useRequest();
  const [held, setHeld] = useState<readonly Message[]>(none);
  // A discussion that took the place of a deleted one has a past of its own.
  const older = held[0]?.discussionId === discussion?.id ? held : none;
  const [reachedStart, setReachedStart] = useState(false);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const firstSeq = older[0]?.seq ?? discussion?.messages[0]?.seq;

  const loadOlder = async (): Promise<void> => {
    if (discussion === null || firstSeq === undefined || loading) return;
    setLoading(true);
    const result = await request('discussion.history', { discussionId: discussion.id, beforeSeq: firstSeq });
    setLoading(false);
    setProblem(result.ok ? null : result.problem.message);
    if (!result.ok) return;
    setHeld([...result.value.messages, ...older]);
    setReachedStart(!result.value.hasOlder);
  };
  return { older, hasOlder: (discussion?.hasOlder ?? false) && !reachedStart, loading, problem, loadOlder };
}
