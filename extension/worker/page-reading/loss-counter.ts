import type { Webmail } from '#shared/contract/open-email.ts';
import type { LossKind, ReportLosses } from '#shared/contract/webmail-loss.ts';
import type { Kept } from './kept.ts';

const reportEveryMs = 600_000;
const mostCounted = 1000;
const mostKinds = 40;

export interface KeptLosses {
  counts: Record<string, number>;
  reportedAt: number;
}

export interface LossCounterDeps {
  kept: Kept<KeptLosses>;
  now(): number;
  /** Tells the team's own server; nobody else is ever told. */
  report(losses: ReportLosses): Promise<unknown>;
}

/** How often pages could not be read, or only with signals missing: numbers, and nothing of whom or what. */
export interface LossCounter {
  readonly ready: Promise<void>;
  count(webmail: Webmail, selectors: string, kinds: readonly LossKind[]): Promise<void>;
  /** Reports what was counted, at most every ten minutes; what can't be reported is kept. */
  flush(): Promise<void>;
  /** Drops what was counted. */
  forget(): Promise<void>;
}

/** Builds it over what it keeps. */
export function createLossCounter({ kept: store, now, report }: LossCounterDeps): LossCounter {
  let kept: KeptLosses = { counts: {}, reportedAt: 0 };
  const load = async (): Promise<void> => {
    kept = (await store.read()) ?? kept;
  };
  const save = (): Promise<void> => store.write(kept);

  async function flush(): Promise<void> {
    const entries = Object.entries(kept.counts);
    if (entries.length === 0 || Math.abs(now() - kept.reportedAt) < reportEveryMs) return;
    const reported = kept;
    kept = { counts: {}, reportedAt: now() };
    const losses = entries.map(([name, count]) => {
      const [webmail = '', kind = '', selectors = ''] = name.split(' ');
      return { webmail: webmail as Webmail, kind: kind as LossKind, selectors, count };
    });
    const isTold = await report({ losses }).then(
      () => true,
      () => false,
    );
    if (!isTold) kept = { counts: { ...reported.counts, ...kept.counts }, reportedAt: now() };
    await save();
  }

  return {
    ready: load(),
    async count(webmail, selectors, kinds) {
      for (const kind of kinds) {
        const name = `${webmail} ${kind} ${selectors}`;
        const isKnown = Object.hasOwn(kept.counts, name);
        if (!isKnown && Object.keys(kept.counts).length >= mostKinds) continue;
        kept.counts[name] = Math.min(mostCounted, (kept.counts[name] ?? 0) + 1);
      }
      await save();
      await flush();
    },
    flush,
    async forget() {
      kept = { counts: {}, reportedAt: 0 };
      await save();
    },
  };
}
