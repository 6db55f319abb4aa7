import type { Database, Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { LiveEventInput } from '#server/ports/live-feed.ts';

/** First half of the advisory locks that open publishers hold; the second half is their floor, see below. */
export const publisherLockClass = 1_818_850_917;

/** The floor in a lock is cut to 31 bits. */
export const floorMask = 0x7fff_ffff;

export const channel = 'live_event';

const write: PreparedStatement = {
  name: 'live-feed.publish',
  text: `
    with gate as materialized (
      select case when coalesce(current_setting('sidethread.publishing', true), '') = 'on' then ''
        else concat(
          pg_advisory_xact_lock_shared(${publisherLockClass},
            ((case when is_called then last_value else last_value - 1 end) & ${floorMask})::int),
          set_config('sidethread.publishing', 'on', true))
        end as passed
      from live_event_id_seq
    ), input as materialized (
      select (event ->> 'team_id')::uuid as team_id, event ->> 'kind' as kind,
        (event ->> 'discussion_id')::uuid as discussion_id, (event ->> 'user_id')::uuid as user_id,
        event -> 'payload' as payload
      from gate, jsonb_array_elements($1::jsonb) with ordinality as given (event, place)
      where gate.passed is not null
      order by place
    ), added as (
      insert into live_event (team_id, kind, discussion_id, user_id, payload)
      select team_id, kind, discussion_id, user_id, payload from input
      returning id
    )
    select pg_notify('${channel}', '') from (select count(*) from added) as done`,
};

/**
 * Writes the events and wakes every server when the transaction commits, in one statement.
 *
 * Ids are handed out when events are written, but become visible in the order of commits. So that a reader never
 * jumps over the event of a slower transaction, a publisher first takes a shared lock that names its floor (the
 * newest id handed out so far), and only then ids above it; the lock goes when the transaction ends. A reader stops
 * at the lowest floor it sees. Unlike the snapshot's oldest transaction, this waits for nobody but publishers. A
 * transaction takes the lock once (remembered in a setting of the transaction), however often it publishes.
 */
export async function publish(
  tx: Transaction | Database,
  input: LiveEventInput | readonly LiveEventInput[],
): Promise<void> {
  const events = [input].flat();
  if (events.length === 0) return;
  const rows = JSON.stringify(
    events.map((event) => ({
      team_id: event.teamId,
      kind: event.kind,
      discussion_id: event.discussionId ?? null,
      user_id: event.userId ?? null,
      payload: event.payload ?? {},
    })),
  );
  await runPreparedIn(tx, write, [rows]);
}
