import browser from 'webextension-polyfill';
import type { Connection } from '../../messaging/protocol.ts';
import type { Changes } from '../changes.ts';
import { readStored } from '../stored.ts';

/** Whether the server answers, and since when not. */
export interface ConnectionState {
  readonly ready: Promise<void>;
  get(): Connection;
  /** The server said something: any answer counts. */
  heard(): void;
  online(): void;
  offline(reason: string): void;
  /** On its way: nobody is signed in yet, or a lost stream is being opened again. */
  connecting(): void;
}

const heardKey = 'heard-at';
const saveEveryMs = 15_000;

/** Builds the state. When the server was last heard is remembered beyond the worker's life. */
export function createConnectionState(changes: Changes, now: () => number): ConnectionState {
  let state: Connection = { state: 'connecting' };
  let heardAt: number | undefined;
  let savedAt = 0;

  async function load(): Promise<void> {
    heardAt ??= await readStored<number>(heardKey);
  }

  function set(next: Connection): void {
    const isSame = JSON.stringify(next) === JSON.stringify(state);
    state = next;
    if (!isSame) changes.tell({ kind: 'connection' });
  }

  function heard(): void {
    heardAt = now();
    if (Math.abs(heardAt - savedAt) < saveEveryMs) return;
    savedAt = heardAt;
    void browser.storage.local.set({ [heardKey]: heardAt }).catch(() => undefined);
  }

  return {
    ready: load(),
    get: () => state,
    heard,
    online: () => {
      heard();
      set({ state: 'online' });
    },
    offline: (reason) => {
      const since = state.state === 'offline' ? state.since : (heardAt ?? now());
      set({ state: 'offline', since, reason });
    },
    connecting: () => set({ state: 'connecting' }),
  };
}
