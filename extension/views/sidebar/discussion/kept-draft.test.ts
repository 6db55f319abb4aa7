import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ViewStorage } from '../../bridge/bridge.ts';
import { openKeptDraft } from './kept-draft.ts';

const file = { fileId: '019abc00-0000-7000-8000-000000000001', name: 'log.csv', size: 42 };

function createStorage() {
  const kept = new Map<string, unknown>();
  const storage: ViewStorage = {
    isPrivate: true,
    get: async (key) => kept.get(key),
    set: async (key, value) => void kept.set(key, value),
    remove: async (key) => void kept.delete(key),
    watch: () => undefined,
  };
  return { kept, storage };
}

/** The draft as the composer shows it from when its thread is opened until `leave` is called. */
async function come(storage: ViewStorage) {
  const visit = new AbortController();
  const draft = openKeptDraft(storage, 't1');
  draft.start(visit.signal);
  await vi.advanceTimersByTimeAsync(0);
  return { draft, leave: () => visit.abort() };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hasFocus: () => true }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('loses neither a file whose upload outlives a visit to its thread, nor what was typed since', async () => {
  const { kept, storage } = createStorage();
  const first = await come(storage);
  first.draft.change({ text: 'one' });
  first.leave();
  const second = await come(storage);
  second.draft.change({ text: 'one and two' });
  await vi.advanceTimersByTimeAsync(1_000);
  first.draft.change((now) => ({ files: [...now.files, file] }));
  await vi.advanceTimersByTimeAsync(1_000);
  const whole = { text: 'one and two', files: [file] };
  expect([second.draft.get(), kept.get('draft:t1')]).toMatchObject([whole, whole]);
});

it('shows who comes back what another tab has written meanwhile', async () => {
  const { kept, storage } = createStorage();
  const first = await come(storage);
  first.draft.change({ text: 'mine' });
  first.leave();
  await vi.advanceTimersByTimeAsync(1_000);
  kept.set('draft:t1', { ...first.draft.get(), text: 'mine, and more in the other tab' });
  const { draft } = await come(storage);
  expect(draft.get().text).toBe('mine, and more in the other tab');
});
