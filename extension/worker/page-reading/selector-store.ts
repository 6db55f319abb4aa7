import type { SelectorUpdate, SignedSelectors } from '#shared/contract/selector-update.ts';
import type { Kept } from './kept.ts';
import { verifySelectors } from './verify-selectors.ts';

const askEveryMs = { routine: 6 * 3_600_000, lost: 15 * 60_000 };

/** `highest` outlives every update: what was once replaced never comes back. */
export interface KeptSelectors {
  file: SignedSelectors | null;
  highest: number;
  askedAt: number;
}

export interface SelectorStoreDeps {
  kept: Kept<KeptSelectors>;
  publicKey: string;
  now(): number;
  /** Asks the team's own server, which only passes the file on; null where it has none. */
  ask(): Promise<SignedSelectors | null>;
  /** Another update is in use, or none any more. */
  onChange(update: SelectorUpdate | null): void;
}

/** The newest selectors that the release key has signed. */
export interface SelectorStore {
  readonly ready: Promise<void>;
  /** Null where the built-in ones are in use. */
  find(): SelectorUpdate | null;
  /** Asks for an update if it is time to, sooner where a page was `lost`; what can't be had or verified changes nothing. */
  refresh(reason?: keyof typeof askEveryMs): Promise<void>;
}

/** Builds it over what it keeps. */
export function createSelectorStore({ kept: store, publicKey, now, ask, onChange }: SelectorStoreDeps): SelectorStore {
  let kept: KeptSelectors = { file: null, highest: 0, askedAt: 0 };
  let update: SelectorUpdate | null = null;

  const verify = async (file: unknown): Promise<SelectorUpdate | undefined> =>
    verifySelectors(file, { publicKey, now: now(), atLeast: kept.highest });

  async function load(): Promise<void> {
    kept = (await store.read()) ?? kept;
    update = (await verify(kept.file)) ?? null;
  }

  function find(): SelectorUpdate | null {
    if (update !== null && Date.parse(update.expiresAt) <= now()) update = null;
    return update;
  }

  return {
    ready: load(),
    find,
    async refresh(reason = 'routine') {
      if (Math.abs(now() - kept.askedAt) < askEveryMs[reason]) return;
      kept = { ...kept, askedAt: now() };
      const file = await ask().catch(() => null);
      const next = await verify(file);
      if (file !== null && next !== undefined) {
        kept = { ...kept, file, highest: next.version };
        const isNew = JSON.stringify(next) !== JSON.stringify(update);
        update = next;
        if (isNew) onChange(next);
      }
      await store.write(kept);
    },
  };
}
