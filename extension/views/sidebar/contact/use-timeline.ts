import { useCallback, useEffect, useRef, useState } from 'react';
import type { ContactId } from '#shared/contract/ids.ts';
import type { TimelineEntry } from '#shared/contract/timeline.ts';
import { useRequest } from '../../bridge/use-command.ts';

export interface Timeline {
  /** Newest first; undefined until the first answer. */
  entries: readonly TimelineEntry[] | undefined;
  hasMore: boolean;
  problem: string | null;
  readMore: () => void;
  again: () => void;
}

interface Shown {
  entries: TimelineEntry[];
  nextCursor: string | null;
}

/** What happened with a contact, page by page. */
export function useTimeline(contactId: ContactId): Timeline {
  const request = useRequest();
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const isReading = useRef(false);

  const read = useCallback(
    async (from: string | null) => {
      if (isReading.current) return;
      isReading.current = true;
      const result = await request('activity.timeline', { contactId, cursor: from });
      isReading.current = false;
      setProblem(result.ok ? null : result.problem.message);
      if (!result.ok) return;
      const { entries, nextCursor } = result.value;
      setShown((before) => ({
        entries: from === null ? entries : [...(before?.entries ?? []), ...entries],
        nextCursor,
      }));
    },
    [request, contactId],
  );
  useEffect(() => {
    const start = async (): Promise<void> => read(null);
    void start();
  }, [read]);

  const cursor = shown?.nextCursor ?? null;
  const readMore = useCallback(() => {
    if (cursor !== null) void read(cursor);
  }, [read, cursor]);
  const again = useCallback(() => void read(null), [read]);
  return { entries: shown?.entries, hasMore: cursor !== null, problem, readMore, again };
}
