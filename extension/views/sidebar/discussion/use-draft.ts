import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useBridge } from '../../bridge/bridge.ts';
import type { Draft } from './draft.ts';
import { type KeptDraft, openKeptDraft } from './kept-draft.ts';

/** The draft under a name (a thread's key), and what changes it. */
export function useDraft(name: string): Pick<KeptDraft, 'change' | 'settle'> & { draft: Draft; isKept: boolean } {
  const { storage } = useBridge();
  const kept = useMemo(() => openKeptDraft(storage, name), [storage, name]);
  useEffect(() => {
    const ending = new AbortController();
    kept.start(ending.signal);
    return () => ending.abort();
  }, [kept]);
  const draft = useSyncExternalStore(kept.subscribe, kept.get);
  const isKept = useSyncExternalStore(kept.subscribe, kept.isKept);
  return { draft, isKept, change: kept.change, settle: kept.settle };
}
