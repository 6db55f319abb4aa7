import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Api } from './api-client.ts';
import { startLiveUpdates, type LiveUpdatesOptions } from './live-updates.ts';

vi.mock('webextension-polyfill', () => ({ default: {} }));

interface Listener {
  onStarted(): void;
  onData(value: unknown): void;
}

const heartbeat = { kind: 'heartbeat', at: '2026-11-20T08:00:00Z' };

/** A server whose stream says nothing when one leaves it, as tRPC's does not. */
function createServer() {
  const listeners: Listener[] = [];
  const unsubscribe = vi.fn<() => void>();
  const api = {
    live: {
      events: {
        subscribe: (_input: unknown, listener: Listener) => {
          listeners.push(listener);
          return { unsubscribe };
        },
      },
    },
    session: { get: { query: async () => ({}) } },
  } as unknown as Api;
  return { api, listeners, unsubscribe };
}

function optionsFor(api: Api, change: Partial<LiveUpdatesOptions>): LiveUpdatesOptions {
  return {
    createApi: () => api,
    loadCursor: async () => 'c1',
    apply: async () => undefined,
    onConnected: async () => undefined,
    onHeard: () => undefined,
    onLost: () => undefined,
    onSignedOut: () => undefined,
    isWatched: () => true,
    ...change,
  };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('connects anew when what came can’t be kept', async () => {
  const { api, listeners, unsubscribe } = createServer();
  const apply = vi.fn<LiveUpdatesOptions['apply']>().mockRejectedValueOnce(new Error('no room'));
  const onLost = vi.fn<LiveUpdatesOptions['onLost']>();
  const updates = startLiveUpdates(optionsFor(api, { apply, onLost }));
  await vi.advanceTimersByTimeAsync(0);
  listeners[0]?.onStarted();
  listeners[0]?.onData({ id: 'c2', data: heartbeat });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([onLost.mock.calls.length, unsubscribe.mock.calls.length, listeners.length]).toEqual([1, 1, 2]);
  listeners[1]?.onData({ id: 'c2', data: heartbeat });
  await vi.advanceTimersByTimeAsync(0);
  expect(apply).toHaveBeenCalledTimes(2);
  updates.stop();
});

it('opens no stream for a connection that was dropped before it began', async () => {
  const { api, listeners } = createServer();
  const updates = startLiveUpdates(optionsFor(api, {}));
  updates.restart();
  updates.restart();
  await vi.advanceTimersByTimeAsync(0);
  expect(listeners).toHaveLength(1);
  updates.stop();
});
