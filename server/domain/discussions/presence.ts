import { sql } from 'drizzle-orm';
import type { DiscussionId } from '#shared/contract/ids.ts';
import type { PresenceBeat, PresenceView } from '#shared/contract/discussion.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { requireDiscussion } from './find-discussion.ts';
import { viewLinks } from './load-discussion.ts';
import { presenceSql, showPeople, type PresentPerson } from './presence-sql.ts';

/** How long a beat counts: who has it open beats again before. */
export const openMs = 30_000;
/** How long somebody counts as writing after the last key. */
export const writingMs = 6_000;

const present: PreparedStatement = {
  name: 'discussions.presence',
  text: `select ${presenceSql('$2')} as people`,
};

/**
 * One device says that its person has a discussion open, writes in it, or has left. Others are told only when that
 * changes something. Does nothing where the team has switched presence off.
 * @throws Problem 'not-found' when the asker may not see the discussion.
 */
export async function beatPresence(ports: Ports, ctx: Context, input: PresenceBeat): Promise<void> {
  requirePermission(ctx, 'discussion.read');
  await requireDiscussion(ports.db, ctx, input.discussionId);
  await inTransaction(ports.db, async (tx) => {
    const changed =
      input.state === 'gone' ? await leave(tx, ctx, input.discussionId) : await arrive(ports, tx, ctx, input);
    if (changed) await publish(ports, tx, ctx.teamId, input.discussionId);
  });
}

/** Who has the discussion open now, as everybody who may see it is told. */
export async function readPresence(ports: Ports, teamId: string, discussionId: DiscussionId): Promise<PresenceView> {
  const [row] = await runPrepared<{ people: PresentPerson[] | null }>(ports.db, present, [teamId, discussionId]);
  return { discussionId, people: showPeople(row?.people ?? null, viewLinks(ports, teamId)) };
}

/** A device's stream ended and it has not been heard of since `lastHeard`: it has left everything it had open. */
export async function endPresence(
  ports: Ports,
  device: { teamId: string; userId: string; deviceId: string; lastHeard: Date },
): Promise<void> {
  const unheardSince = new Date(device.lastHeard.getTime() + ports.clock.scaled(openMs)).toISOString();
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ discussion_id: DiscussionId }>(sql`
      delete from presence where team_id = ${device.teamId} and user_id = ${device.userId}
        and device_id = ${device.deviceId} and expires_at <= ${unheardSince}::timestamptz returning discussion_id`);
    for (const row of rows) await publish(ports, tx, device.teamId, row.discussion_id);
  });
}

/** Takes away what has expired and tells. Safe to run on several servers at once. @returns how many rows changed. */
export async function expirePresence(ports: Ports): Promise<number> {
  return inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ team_id: string; discussion_id: DiscussionId }>(sql`
      with over as (
        select team_id, discussion_id, user_id, device_id from presence
        where expires_at <= now() or writing_until <= now() for update skip locked
      ), gone as (
        delete from presence p using over o where p.team_id = o.team_id and p.discussion_id = o.discussion_id
          and p.user_id = o.user_id and p.device_id = o.device_id and p.expires_at <= now()
      ), quiet as (
        update presence p set writing_until = null, state = 'open' from over o where p.team_id = o.team_id
          and p.discussion_id = o.discussion_id and p.user_id = o.user_id and p.device_id = o.device_id
          and p.expires_at > now()
      )
      select distinct team_id, discussion_id from over`);
    for (const row of rows) await publish(ports, tx, row.team_id, row.discussion_id);
    return rows.length;
  });
}

async function leave(tx: Transaction, ctx: Context, discussionId: DiscussionId): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    delete from presence where team_id = ${ctx.teamId} and discussion_id = ${discussionId}
      and user_id = ${ctx.userId} and device_id = ${ctx.deviceId} returning user_id`);
  return rows.length > 0;
}

/** @returns whether others see a difference. */
async function arrive(ports: Ports, tx: Transaction, ctx: Context, input: PresenceBeat): Promise<boolean> {
  const isWriting = input.state === 'writing' && mayDo(ctx, 'discussion.write');
  const seconds = (ms: number) => ports.clock.scaled(ms) / 1000;
  const until = isWriting ? sql`(now() + make_interval(secs => ${seconds(writingMs)}::float8))` : sql`null`;
  const { rows } = await tx.execute<{ changed: boolean }>(sql`
    with team as (
      select from team_settings where team_id = ${ctx.teamId} and presence_enabled
    ), before as (
      select coalesce(writing_until > now(), false) as writing from presence
      where team_id = ${ctx.teamId} and discussion_id = ${input.discussionId} and user_id = ${ctx.userId}
        and device_id = ${ctx.deviceId} and expires_at > now()
    ), beat as (
      insert into presence (team_id, discussion_id, user_id, device_id, state, expires_at, writing_until)
      select ${ctx.teamId}::uuid, ${input.discussionId}::uuid, ${ctx.userId}::uuid, ${ctx.deviceId},
        ${isWriting ? 'writing' : 'open'}, now() + make_interval(secs => ${seconds(openMs)}::float8), ${until}::timestamptz
      from team
      on conflict (team_id, discussion_id, user_id, device_id)
      do update set state = excluded.state, expires_at = excluded.expires_at, writing_until = excluded.writing_until
      returning user_id
    )
    select (select writing from before) is distinct from ${isWriting} as changed from beat`);
  return rows[0]?.changed ?? false;
}

async function publish(ports: Ports, tx: Transaction, teamId: string, discussionId: DiscussionId): Promise<void> {
  await ports.liveFeed.publish(tx, { teamId, kind: 'presence', discussionId });
}
