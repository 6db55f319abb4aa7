import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Kills {
  readonly count: number;
  /** From each kill with work waiting to the next call that a server made, its start included, in milliseconds. */
  readonly resumedMs: readonly number[];
  /** From each kill until the replacement listened. */
  readonly startedMs: readonly number[];
}

/** Kills a random server every now and then and starts it again, until told to stop. */
export function startKilling(world: World, random: Random, everyMs: number): { stop(): Promise<Kills> } {
  const stopping = new AbortController();
  const resumedMs: number[] = [];
  const startedMs: number[] = [];
  let count = 0;
  const killing = (async () => {
    while (!stopping.signal.aborted) {
      await wait(everyMs * (0.5 + random.unit()), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      count += 1;
      await world.kill(random.below(world.servers.length));
      const at = Date.now();
      const hasWork = await hasWaiting(world);
      const resumed = whenResumed(world, at);
      await world.start();
      const startMs = Date.now() - at;
      startedMs.push(startMs);
      const took = await resumed;
      if (hasWork && took !== undefined) resumedMs.push(took);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await killing;
      return { count, resumedMs, startedMs };
    },
  };
}

const isWork = /^(chat|conversations|reactions)\./;

/** How long until a server makes a call; undefined when none does in 20 s. */
function whenResumed(world: World, at: number): Promise<number | undefined> {
  return world.slack
    .waitForCall((call) => call.at > at && isWork.test(call.method), 20_000)
    .then(
      (call) => call.at - at,
      () => undefined,
    );
}

/** Work that nothing keeps back: what may have happened already has to wait for its grace period. */
async function hasWaiting(world: World): Promise<boolean> {
  const { rows } = await world.database.db.execute(sql`
    select from chat_outbox o where state = 'pending' and (not_before is null or not_before < now())
      and not exists (select from chat_outbox b where b.team_id = o.team_id and b.link_id = o.link_id
        and b.state in ('sending', 'checking')) limit 1`);
  return rows.length > 0;
}
