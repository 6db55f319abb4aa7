import { z } from 'zod';
import { MessageId } from '#shared/contract/ids.ts';
import {
  LocalTime,
  type AssignmentView,
  type ClaimedNotifications,
  type NotificationView,
} from '#shared/contract/notification.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { listAssigned } from '../correspondences/index.ts';
import { claimAlarms, noteAlarmsShown } from '../mailboxes/index.ts';
import { previewOf, visibleSql } from '../discussions/index.ts';
import { readSettings } from './notification-settings.ts';
import { quietForMs } from './quiet-time.ts';

/** `localTime`: the clock where the device is, by which quiet times are kept. */
export const ClaimNotifications = z.object({ localTime: LocalTime });
export type ClaimNotifications = z.infer<typeof ClaimNotifications>;

export const NoteShown = z.object({
  messageIds: z.array(MessageId).max(50).default([]),
  assignmentIds: z.array(z.uuid()).max(50).default([]),
  alarmIds: z.array(z.uuid()).max(50).default([]),
});
export type NoteShown = z.input<typeof NoteShown>;

/** Who does not come to it within a week reads it in the list. */
const days = 7;
const most = 50;
/** How long a device has to show what it claimed. */
const leaseMs = 60_000;

interface Row extends Omit<NotificationView, 'preview' | 'at' | 'seq'> {
  readonly isMine: boolean;
  readonly seq: string;
  readonly body: string;
  readonly at: Date;
}

/**
 * Claims what has these ids for a device: `$1` team, `$2` person, `$3` device. What a device claimed and did not show in
 * time is for any device again; the device itself may ask again at once, since its answer may have been lost.
 */
const claimSql = (ids: string): string => `insert into notification (team_id, user_id, about_id, device_id)
      select $1, $2, wanted.id, $3 from ${ids} wanted order by wanted.id
      on conflict (team_id, user_id, about_id) do update set device_id = excluded.device_id, claimed_at = now()
        where notification.shown_at is null and (notification.device_id = excluded.device_id
          or notification.claimed_at < now() - interval '${leaseMs} milliseconds')
      returning about_id`;

const claimMentions: PreparedStatement = {
  name: 'notifications.claim-mentions',
  text: `with due as (
      select m.id, m.discussion_id, m.seq, m.author_id, m.guest_id, m.body, m.created_at, d.correspondence_id
      from discussion_member me
      join discussion d on d.team_id = $1 and d.id = me.discussion_id and d.deleted_at is null
        and d.last_seq > me.last_read_seq
      join message m on m.team_id = $1 and m.discussion_id = d.id and m.seq > me.last_read_seq
      where me.team_id = $1 and me.user_id = $2 and not me.muted and ${visibleSql('d')}
        and $2 = any(m.mentions) and m.author_id is distinct from $2 and m.deleted_at is null
        and m.created_at > now() - interval '${days} days'
        and not exists (select from notification n where n.team_id = $1 and n.user_id = $2 and n.about_id = m.id
          and n.shown_at is not null)
      order by m.created_at limit ${most}
    ), mine as (
      ${claimSql('(select id from due)')}
    )
    select mine.about_id is not null as "isMine", due.id as "messageId", due.discussion_id as "discussionId", due.seq, due.body, due.created_at as at,
      coalesce(u.name, g.name, '') as "authorName", c.subject,
      (select cl.url from claim cl where cl.team_id = $1 and cl.correspondence_id = due.correspondence_id
        and cl.user_id = $2 order by cl.created_at desc limit 1) as "webmailUrl",
      (select l.thread_url from chat_link l where l.team_id = $1 and l.discussion_id = due.discussion_id
        and l.state = 'active' limit 1) as "chatUrl"
    from due
    left join mine on mine.about_id = due.id
    join correspondence c on c.team_id = $1 and c.id = due.correspondence_id
    left join person u on u.id = due.author_id
    left join chat_person g on g.team_id = $1 and g.guest_id = due.guest_id
    order by due.created_at, due.id`,
};

// `$4`: the assignments that are news to the person.
const claimAssignments: PreparedStatement = {
  name: 'notifications.claim-assignments',
  text: `with mine as (
      ${claimSql(`(select id from unnest($4::uuid[]) as given(id) where not exists (select from notification n
        where n.team_id = $1 and n.user_id = $2 and n.about_id = given.id and n.shown_at is not null))`)}
    )
    select given.id, mine.about_id is not null as "isMine" from unnest($4::uuid[]) as given(id)
    left join mine on mine.about_id = given.id
    where mine.about_id is not null or exists (select from notification n where n.team_id = $1 and n.user_id = $2
      and n.about_id = given.id and n.shown_at is null)`,
};

const forget: PreparedStatement = {
  name: 'notifications.forget',
  text: `delete from notification where team_id = $1 and user_id = $2 and claimed_at < now() - interval '${days + 1} days'`,
};

const note: PreparedStatement = {
  name: 'notifications.note',
  text: `update notification set shown_at = now()
    where team_id = $1 and user_id = $2 and device_id = $3 and about_id = any($4::uuid[]) and shown_at is null`,
};

/**
 * Hands this device the unread mentions and the assignments of its person, and their mailboxes that have to be
 * connected again, that no other device has: the first to ask shows them. It says with `noteShown` that it has; what it never says goes to another device after a minute. Nobody
 * else is told.
 */
export async function claimNotifications(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: ClaimNotifications,
): Promise<ClaimedNotifications> {
  requirePermission(ctx, 'discussion.read');
  const settings = await readSettings(ports.db, ctx);
  const quiet = quietForMs(settings, input.localTime);
  if (quiet !== null) return { notifications: [], assignments: [], alarms: [], againInMs: quiet };
  const { alarms, isHeld } = await claimAlarms(ports.db, ctx, leaseMs);
  const mentions = settings.mentions ? await claimMentionsOf(ports, ctx) : none;
  const assignments = settings.assignments ? await claimAssignmentsOf(ports, ctx) : none;
  await runPrepared(ports.db, forget, [ctx.teamId, ctx.userId]);
  const isElsewhere = isHeld || mentions.isElsewhere || assignments.isElsewhere;
  const againInMs = isElsewhere ? leaseMs : null;
  return { notifications: mentions.mine, assignments: assignments.mine, alarms, againInMs };
}

/** What this device may show; whether another one has some that it may yet fail to show. */
interface Claimed<View> {
  readonly mine: View[];
  readonly isElsewhere: boolean;
}

const none = { mine: [], isElsewhere: false };

async function claimMentionsOf({ db }: Pick<Ports, 'db'>, ctx: Context): Promise<Claimed<NotificationView>> {
  const rows = await runPrepared<Row>(db, claimMentions, [ctx.teamId, ctx.userId, ctx.deviceId]);
  return { mine: rows.filter(({ isMine }) => isMine).map(toView), isElsewhere: rows.some(({ isMine }) => !isMine) };
}

async function claimAssignmentsOf(ports: Pick<Ports, 'db'>, ctx: Context): Promise<Claimed<AssignmentView>> {
  const due = (await listAssigned(ports, ctx)).filter(({ isNews }) => isNews);
  if (due.length === 0) return none;
  const ids = due.slice(0, most).map(({ id }) => id);
  const values = [ctx.teamId, ctx.userId, ctx.deviceId, ids];
  const rows = await runPrepared<{ id: string; isMine: boolean }>(ports.db, claimAssignments, values);
  const own = new Set(rows.filter(({ isMine }) => isMine).map(({ id }) => id));
  return {
    mine: due.filter(({ id }) => own.has(id)).map(({ isNews: _isNews, ...view }) => view),
    isElsewhere: rows.some(({ isMine }) => !isMine),
  };
}

/** The device has shown these: no device shows them again. */
export async function noteShown(ports: Pick<Ports, 'db'>, ctx: Context, input: NoteShown): Promise<null> {
  requirePermission(ctx, 'discussion.read');
  const { messageIds = [], assignmentIds = [], alarmIds = [] } = input;
  const ids = [...messageIds, ...assignmentIds];
  await runPrepared(ports.db, note, [ctx.teamId, ctx.userId, ctx.deviceId, ids]);
  await noteAlarmsShown(ports.db, ctx, alarmIds);
  return null;
}

function toView({ body, at, seq, isMine: _isMine, ...row }: Row): NotificationView {
  return { ...row, seq: Number(seq), preview: previewOf(body), at: at.toISOString() };
}
