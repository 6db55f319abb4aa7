import { z } from 'zod';
import type { ReadTimeline, TimelineEntry, TimelinePage } from '#shared/contract/timeline.ts';
import { getContact } from '../contacts/index.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

const pageSize = 50;
/** A person can be named several times in one mail. */
const mostRoles = 4;

const Cursor = z.tuple([z.iso.datetime({ offset: true }), z.uuid()]);

const before = (at: string, id: string) => `($3::timestamptz is null or (${at}, ${id}) < ($3::timestamptz, $4::uuid))`;

/**
 * `$1` team, `$2` contact, `$3` and `$4` time and id of the last entry before, `$5` who asks. Each source gives a page at
 * most. Mail that was written here stands for itself until it came back from a mailbox.
 */
const statement: PreparedStatement = {
  name: 'activities.timeline',
  text: `with mine as materialized (
      select address_hash, address from contact_address where team_id = $1 and contact_id = $2 and deleted_at is null
    ), mails as (
      select distinct found.email_id from mine cross join lateral (
        select p.email_id, p.at from email_person p
        join shared_email e on e.team_id = $1 and e.id = p.email_id and (p.role <> 'bcc' or e.direction = 'out')
        where p.team_id = $1 and p.address_hash = mine.address_hash and ${before('p.at', 'p.email_id')}
          and not exists (select from activity a where a.team_id = $1 and a.email_id = p.email_id
            and a.deleted_at is not null)
        order by p.at desc, p.email_id desc limit ${(pageSize + 1) * mostRoles}
      ) found
    ), events as (
      select distinct found.event_id from mine cross join lateral (
        select p.event_id, p.at from correspondence_event_person p
        where p.team_id = $1 and p.address_hash = mine.address_hash and ${before('p.at', 'p.event_id')}
        order by p.at desc, p.event_id desc limit ${pageSize + 1}
      ) found
    )
    select * from (
      (select e.id, 'email' as kind, e.sent_at as at, case when e.direction = 'out' then u.name end as "actorName",
        e.direction, e.subject as title, coalesce(nullif(a.body, ''), e.preview) as text,
        e.correspondence_id as "correspondenceId", e.id as "emailId", a.id as "activityId", a.version
      from mails join shared_email e on e.team_id = $1 and e.id = mails.email_id
      left join activity a on a.team_id = $1 and a.email_id = e.id
      left join person u on u.id = e.user_id
      order by e.sent_at desc, e.id desc limit ${pageSize + 1})
      union all
      (select v.id, v.kind, v.at, v.actor_name, null, v.summary, '', d.correspondence_id, null, null, null
      from contact_activity v left join discussion d on d.team_id = $1 and d.id = v.discussion_id
      where v.team_id = $1 and v.contact_id = $2 and ${before('v.at', 'v.id')}
        and (v.discussion_id is null or (d.visibility = 'team' and d.deleted_at is null))
      order by v.at desc, v.id desc limit ${pageSize + 1})
      union all
      (select a.id, case a.type when 'TYPE_CALL' then 'call' when 'TYPE_MEETING' then 'meeting' else 'note' end, c.at,
        u.name, null, '', a.body, a.correspondence_id, null, a.id, a.version
      from activity_contact c join activity a on a.team_id = $1 and a.id = c.activity_id and a.deleted_at is null
      left join person u on u.id = a.user_id
      where c.team_id = $1 and c.contact_id = $2 and ${before('c.at', 'a.id')}
      order by c.at desc, a.id desc limit ${pageSize + 1})
      union all
      (select o.id, 'outgoing-' || o.state, coalesce(o.sent_at, o.queued_at), u.name, 'out', o.subject,
        left(o.body, 500), o.correspondence_id, null, null, null
      from (select distinct on (found.id) found.* from mine cross join lateral (
          select w.* from outgoing_mail w where w.team_id = $1 and w.state <> 'draft' and w.discarded_at is null
            and (w."to" || w.cc || w.bcc) @> jsonb_build_array(jsonb_build_object('address', mine.address))) found) o
      left join person u on u.id = o.editor_id
      where (o.is_shared or $5 in (o.author_id, o.editor_id))
        and ${before('coalesce(o.sent_at, o.queued_at)', 'o.id')}
        and not exists (select from email_copy c join shared_email e on e.team_id = $1 and e.id = c.email_id
          where c.team_id = $1 and c.mailbox_id = o.mailbox_id and c.provider_message_id = o.provider_message_id)
      order by 3 desc, o.id desc limit ${pageSize + 1})
      union all
      (select v.id, v.kind, v.at, u.name, null, coalesce(m.subject, k.subject), v.detail::text, k.id, null, null, null
      from events join correspondence_event v on v.team_id = $1 and v.id = events.event_id
      join correspondence was on was.team_id = $1 and was.id = v.correspondence_id
      join correspondence k on k.team_id = $1 and k.id = coalesce(was.merged_into, was.id) and k.email_count > 0
      left join shared_email m on m.team_id = $1 and m.id = k.last_email_id
      left join person u on u.id = v.actor_id
      order by v.at desc, v.id desc limit ${pageSize + 1})
    ) everything order by at desc, id desc limit ${pageSize + 1}`,
};

interface Row extends Omit<TimelineEntry, 'at'> {
  readonly at: Date;
}

/** What happened with a contact, newest first: mails, what was said and done about them, notes, calls and meetings. */
export async function readTimeline(ports: Ports, ctx: Context, input: ReadTimeline): Promise<TimelinePage> {
  requirePermission(ctx, 'contact.read');
  await getContact(ports.db, ctx.teamId, input.contactId);
  const [at, id] = input.cursor == null ? [null, null] : readCursor(input.cursor);
  const rows = await runPrepared<Row>(ports.db, statement, [ctx.teamId, input.contactId, at, id, ctx.userId]);
  const entries = rows.slice(0, pageSize).map(readEntry);
  const last = entries.at(-1);
  const nextCursor =
    rows.length > pageSize && last !== undefined
      ? Buffer.from(JSON.stringify([last.at, last.id])).toString('base64url')
      : null;
  return { entries, nextCursor };
}

function readEntry(row: Row): TimelineEntry {
  return { ...row, at: row.at.toISOString(), text: describers[row.kind]?.(row.text) ?? row.text };
}

const Detail = z.object({
  from: z.string().nullish(),
  to: z.string().nullish(),
  added: z.array(z.string()).default([]),
  removed: z.array(z.string()).default([]),
  message: z.string().default(''),
});

type Describe = (text: string) => string;

const withDetail =
  (tell: (detail: z.infer<typeof Detail>) => string): Describe =>
  (text) =>
    tell(Detail.parse(JSON.parse(text)));
const nothing: Describe = () => '';

/** What was done, in a few words; `text` is the event's detail as JSON. */
const describers: Readonly<Partial<Record<TimelineEntry['kind'], Describe>>> = {
  state: withDetail(({ from, to }) => `${from ?? ''} → ${to ?? ''}`),
  assignee: withDetail(({ to }) => (to == null ? 'unassigned' : 'assigned')),
  tags: withDetail(({ added, removed }) =>
    [...added.map((tag) => `+${tag}`), ...removed.map((tag) => `−${tag}`)].join(' '),
  ),
  notify: withDetail(({ message }) => message),
  case: nothing,
  merge: nothing,
  split: nothing,
  undo: nothing,
};

function readCursor(text: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Problem('invalid-input', 'This place in the timeline is not known any more; start again at its top.');
  }
}
