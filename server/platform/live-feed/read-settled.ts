import type { Client } from 'pg';
import { z } from 'zod';
import { floorMask, publisherLockClass } from './publish.ts';

/** An event as it lies in the table. Ids stay below 2^53. */
export interface StoredEvent {
  readonly id: number;
  readonly teamId: string;
  readonly kind: string;
  readonly discussionId: string | null;
  readonly userId: string | null;
  readonly payload: Readonly<Record<string, string | number | null>>;
  readonly createdAt: Date;
}

export interface Settled {
  /** Newest id handed out. */
  readonly last: number;
  /** Every event up to here is settled: committed and in `events`, or never to come. */
  readonly horizon: number;
  /** In order; complete up to the horizon unless `more`. */
  readonly events: readonly StoredEvent[];
  readonly more: boolean;
  /** Committed events wait behind a publisher that is still open. */
  readonly blocked: boolean;
}

export const eventColumns = `id::text, team_id as "teamId", kind, discussion_id as "discussionId",
  user_id as "userId", payload, created_at as "createdAt"`;

const Row = z.object({
  id: z.string().transform(Number),
  teamId: z.string(),
  kind: z.string(),
  discussionId: z.string().nullable(),
  userId: z.string().nullable(),
  // One odd row must not stop everybody's feed.
  payload: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).catch({}),
  createdAt: z.coerce.date(),
});
export const StoredEvents = z.array(Row);

const LastRows = z.tuple([z.object({ last: z.string().transform(Number) })]);
const FloorRows = z.array(z.object({ floor: z.number() }));
const Answers = z.tuple([
  z.object({ rows: LastRows }),
  z.object({ rows: FloorRows }),
  z.object({ rows: StoredEvents }),
]);

const pageSize = 1000;

/**
 * Reads what is settled after `after`. The order matters: first the newest id handed out, then the open publishers,
 * then (in a later snapshot) the events. An id handed out before the first look belongs to a publisher that took
 * its lock before; it either still holds it, and stops the horizon below the id, or has ended, and is seen.
 */
export async function readSettled(client: Client, after: number): Promise<Settled> {
  // One round trip of three statements, each with a snapshot of its own (read committed). Only numbers are written in.
  const answers: unknown = await client.query(`
    select (case when is_called then last_value else last_value - 1 end)::text as last from live_event_id_seq;
    select objid::bigint::float8 as floor from pg_locks where locktype = 'advisory' and objsubid = 2
      and classid = ${publisherLockClass}
      and database = (select oid from pg_database where datname = current_database());
    select ${eventColumns} from live_event where id > ${after} order by live_event.id limit ${pageSize}`);
  const [{ rows: lastRows }, { rows: floors }, { rows: events }] = Answers.parse(answers);
  const last = lastRows[0].last;
  const horizon = Math.min(last, ...floors.map(({ floor }) => wholeFloor(floor, last)));
  const settled = events.filter((event) => event.id <= horizon);
  const isFull = events.length === pageSize;
  return {
    last,
    horizon,
    events: settled,
    more: isFull && settled.length === pageSize,
    blocked: settled.length < events.length,
  };
}

/** The floor whose lower 31 bits a lock shows. One taken after `last` was read lies above it and stops nothing. */
function wholeFloor(lowBits: number, last: number): number {
  const modulus = floorMask + 1;
  const behind = ((last % modulus) - lowBits + modulus) % modulus;
  return behind > modulus / 2 ? last : last - behind;
}
