import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface Kills {
  readonly count: number;
  /** From each kill with work waiting to the next call that a server made, in milliseconds. */
  readonly resumedMs: readonly number[];
}

/** Kills a random server every now and then and starts it again, until told to stop. */
export function startKilling(world: World, random: Random, everyMs: number): { stop(): Promise<Kills> } {
  const stopping = new AbortController();
  const resumedMs: number[] = [];
  let count = 0;
  const killing = (async () => {
    while (!stopping.signal.aborted) {
      await wait(everyMs * (0.5 + random.unit()), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      count += 1;
      await world.kill(random.below(world.servers.length));
      const at = Date.now();
      const hasWork = await hasWaiting(world);
      const resumed = world.slack.waitForCall(
        (call) => call.at > at && /^(chat|conversations|reactions)\./.test(call.method),
        20_000,
      );
      await world.start();
      const took = await resumed.then(
        () => Date.now() - at,
        () => undefined,
      );
      if (hasWork && took !== undefined) resumedMs.push(took);
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await killing;
      return { count, resumedMs };
    },
  };
}

async function hasWaiting(world: World): Promise<boolean> {
  const { rows } = await world.database.db.execute(sql`
    select from chat_outbox where state = 'pending' and (not_before is null or not_before < now()) limit 1`);
  return rows.length > 0;
}
