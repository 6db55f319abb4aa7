import { useCallback, useEffect, useRef, useState } from 'react';
import { useBridge } from '../../bridge/bridge.ts';
import { type Draft, draftKey, emptyDraft, isEmptyDraft, joinDrafts, readDraft, withoutSent } from './draft.ts';

const saveAfterMs = 200;

interface KeptDraft {
  draft: Draft;
  change: (change: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => void;
  /** Takes out what was posted; what was written since then stays. */
  settle: (sent: Draft) => void;
}

/**
 * What is being written under a name (a thread's key), kept by the view itself in storage.local: a reload, an update
 * or a killed worker loses nothing. Saved 200 ms after the last change and whenever the page may go away. What was
 * typed before storage had answered stands under what it kept, and is not saved over it.
 */
export function useDraft(name: string): KeptDraft {
  const { storage } = useBridge();
  const key = draftKey(name);
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const newest = useRef(draft);
  const loaded = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    if (!loaded.current) return;
    if (isEmptyDraft(newest.current)) void storage.remove(key);
    else void storage.set(key, newest.current);
  }, [storage, key]);

  const put = useCallback((next: Draft) => {
    newest.current = next;
    setDraft(next);
  }, []);

  useEffect(() => {
    const ending = new AbortController();
    const load = async (): Promise<void> => {
      const kept = readDraft(await storage.get(key));
      if (loaded.current) return;
      loaded.current = true;
      const typed = newest.current;
      put(joinDrafts(kept, typed));
      if (!isEmptyDraft(typed)) save();
    };
    void load();
    // The same thread in another tab: take over what is written there while nobody writes here.
    storage.watch(
      key,
      (value) => {
        if (timer.current === undefined && !document.hasFocus()) put(readDraft(value));
      },
      { signal: ending.signal },
    );
    const saveNow = (): void => {
      if (timer.current !== undefined) save();
    };
    window.addEventListener('pagehide', saveNow, { signal: ending.signal });
    document.addEventListener('visibilitychange', saveNow, { signal: ending.signal });
    return () => {
      ending.abort();
      saveNow();
    };
  }, [storage, key, save, put]);

  const change: KeptDraft['change'] = useCallback(
    (given) => {
      put({ ...newest.current, ...(typeof given === 'function' ? given(newest.current) : given) });
      clearTimeout(timer.current);
      timer.current = setTimeout(save, saveAfterMs);
    },
    [put, save],
  );
  const settle = useCallback(
    (sent: Draft) => {
      put(withoutSent(newest.current, sent));
      save();
    },
    [put, save],
  );
  return { draft, change, settle };
}
