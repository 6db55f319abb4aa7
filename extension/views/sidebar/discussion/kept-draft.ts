import type { ViewStorage } from '../../bridge/bridge.ts';
import { type Draft, draftKey, emptyDraft, isEmptyDraft, joinDrafts, readDraft, withoutSent } from './draft.ts';

const saveAfterMs = 200;

type Change = Partial<Draft> | ((draft: Draft) => Partial<Draft>);

/** One draft, in memory and in storage. It outlives the composer that shows it: an upload may still end in it. */
export interface KeptDraft {
  get(): Draft;
  /** False while storage has no room for it. */
  isKept(): boolean;
  subscribe(listener: () => void): () => void;
  change(change: Change): void;
  /** Takes out what was posted; what was written since then stays. */
  settle(sent: Draft): void;
  /** Reads what storage holds and follows it until the signal aborts, which saves what is not saved yet. Can begin again. */
  start(signal: AbortSignal): void;
}

const drafts = new WeakMap<ViewStorage, Map<string, KeptDraft>>();

/**
 * The draft under a name, the same one each time: an upload that ends after its thread was left, and the composer of
 * who came back meanwhile, must not write over each other.
 */
export function openKeptDraft(storage: ViewStorage, name: string): KeptDraft {
  const known = drafts.get(storage) ?? new Map<string, KeptDraft>();
  drafts.set(storage, known);
  const draft = known.get(name) ?? createKeptDraft(storage, name);
  known.set(name, draft);
  return draft;
}

/**
 * What is being written under a name (a thread's key), kept by the view itself in storage.local: a reload, an update
 * or a killed worker loses nothing. Saved 200 ms after the last change and whenever the page may go away. What was
 * typed before storage had answered stands under what it kept, and is not saved over it.
 */
function createKeptDraft(storage: ViewStorage, name: string): KeptDraft {
  const key = draftKey(name);
  const listeners = new Set<() => void>();
  let draft = emptyDraft;
  let isKept = true;
  let isLoaded = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function put(next: Draft): void {
    draft = next;
    for (const listener of listeners) listener();
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (!isLoaded) return;
    if (isEmptyDraft(draft)) void storage.remove(key);
    else
      void storage.set(key, draft).then(
        () => tellKept(true),
        () => tellKept(false),
      );
  }

  function tellKept(next: boolean): void {
    isKept = next;
    for (const listener of listeners) listener();
  }

  const saveNow = (): void => {
    if (timer !== undefined) save();
  };

  /** The same thread in another tab: what is written there is taken over while nobody writes here. */
  function follow(value: unknown): void {
    if (timer === undefined && !document.hasFocus()) put(readDraft(value));
  }

  async function load(): Promise<void> {
    const before = draft;
    const kept = readDraft(await storage.get(key));
    if (isLoaded) {
      // Back at this thread: what another tab wrote meanwhile, where nothing newer stands here.
      if (draft === before && timer === undefined && isKept) put(kept);
      return;
    }
    isLoaded = true;
    const typed = draft;
    put(joinDrafts(kept, typed));
    if (!isEmptyDraft(typed)) save();
  }

  return {
    get: () => draft,
    isKept: () => isKept,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    change(given) {
      put({ ...draft, ...(typeof given === 'function' ? given(draft) : given) });
      clearTimeout(timer);
      timer = setTimeout(save, saveAfterMs);
    },
    settle(sent) {
      put(withoutSent(draft, sent));
      save();
    },
    start(signal) {
      void load();
      storage.watch(key, follow, { signal });
      window.addEventListener('pagehide', saveNow, { signal });
      document.addEventListener('visibilitychange', saveNow, { signal });
      signal.addEventListener('abort', saveNow);
    },
  };
}
