import { useEffect, useState } from 'react';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import { useBridge } from '../../bridge/bridge.ts';

/** Where the worker keeps what was last shown of a thread. */
const snapshotKey = (threadKey: string): string => `snapshot:${threadKey}`;

/** What a stored snapshot holds; null for anything else. The worker wrote it, perhaps an earlier version of it. */
export function readSnapshot(value: unknown): CorrespondenceView | null {
  if (typeof value !== 'object' || value === null || !('correspondence' in value)) return null;
  const { correspondence } = value;
  if (typeof correspondence !== 'object' || correspondence === null) return null;
  const complete = 'contacts' in correspondence && 'discussion' in correspondence && 'chat' in correspondence;
  return complete ? (correspondence as CorrespondenceView) : null;
}

/** What the worker says of a thread, and until it does, what storage remembers. Never another thread's. */
export function useSnapshot(
  threadKey: string | null,
  fromWorker: CorrespondenceView | null,
): CorrespondenceView | null {
  const { storage } = useBridge();
  const [stored, setStored] = useState<{ threadKey: string; view: CorrespondenceView | null } | null>(null);
  const wanted = fromWorker === null ? threadKey : null;
  useEffect(() => {
    if (wanted === null) return;
    let current = true;
    const read = async (): Promise<void> => {
      const view = readSnapshot(await storage.get(snapshotKey(wanted)));
      if (current) setStored({ threadKey: wanted, view });
    };
    void read();
    return () => {
      current = false;
    };
  }, [wanted, storage]);
  if (fromWorker !== null) return fromWorker;
  return stored !== null && stored.threadKey === threadKey ? stored.view : null;
}
