import browser from 'webextension-polyfill';
import type { TabView } from '../../messaging/protocol.ts';
import { isStoragePrivate } from '../session/secrets.ts';
import { listStoredKeys } from '../stored-keys.ts';

const prefix = 'snapshot:';
const mostSnapshots = 30;
const mostCharacters = 100_000;
/** A discussion in full swing changes many times a second; the snapshot may be that much behind. */
const writeAfterMs = 300;

/** A copy of what was last shown of a thread, which a view can paint before the worker is awake. */
export interface Snapshots {
  keep(view: TabView): void;
}

/**
 * Builds it over extension storage; where content scripts could read that, nothing is written. The oldest ones go.
 * Nothing is written of a person or team other than the present one (`findScope`): a sign-out may overtake what waits.
 */
export function createSnapshots(findScope: () => string | undefined): Snapshots {
  const waiting = new Map<string, TabView>();
  const written = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let keys: Promise<string[]> | undefined;

  async function write(): Promise<void> {
    timer = undefined;
    const views = [...waiting];
    waiting.clear();
    keys ??= listStoredKeys(prefix);
    const known = await keys;
    for (const [threadKey, { correspondence, fetchedAt }] of views) {
      const scope = findScope();
      if (scope === undefined || !threadKey.startsWith(`${scope}/`)) continue;
      const json = JSON.stringify(correspondence);
      if (written.get(threadKey) === json || json.length > mostCharacters) continue;
      written.set(threadKey, json);
      const key = `${prefix}${threadKey}`;
      if (known.includes(key)) known.splice(known.indexOf(key), 1);
      known.push(key);
      await browser.storage.local.set({ [key]: { correspondence, fetchedAt } }).catch(() => undefined);
    }
    const oldest = known.splice(0, Math.max(0, known.length - mostSnapshots));
    for (const key of oldest) written.delete(key.slice(prefix.length));
    if (oldest.length > 0) await browser.storage.local.remove(oldest);
  }

  return {
    keep(view) {
      if (!isStoragePrivate() || view.threadKey === null || view.correspondence === null) return;
      waiting.set(view.threadKey, view);
      timer ??= setTimeout(() => void write(), writeAfterMs);
    },
  };
}
