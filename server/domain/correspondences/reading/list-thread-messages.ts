import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { readPlace, writePlace } from './place.ts';
import { visibleSql } from '../../discussions/index.ts';

/** One message of a correspondence: a mail, or what the team says about it. */
export interface ThreadMessage {
  readonly id: string;
  readonly sender: string;
  readonly subject: string;
  readonly body: string;
  readonly replyTo: string;
  readonly at: Date;
  readonly threadId: string;
  /** Null for mails. */
  readonly discussionId: string | null;
  readonly tags: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
}

const addresses = (role: string, condition = 'true') => `coalesce((select json_agg(p.address order by p.position)
  from email_person p where p.team_id = $1 and p.email_id = n.id and p.role = '${role}' and p.address is not null
  and ${condition}), '[]')`;

const statement = `with newest as (
    select * from (
      select e.id, e.sent_at as at, e.correspondence_id, null::uuid as discussion_id from shared_email e
      where e.team_id = $1
      union all
      select m.id, m.created_at, coalesce(k.merged_into, k.id), d.id from message m
      join discussion d on d.team_id = $1 and d.id = m.discussion_id and d.deleted_at is null and ${visibleSql('d')}
      join correspondence k on k.team_id = $1 and k.id = d.correspondence_id
      where m.team_id = $1 and m.deleted_at is null
    ) everything where $5::timestamptz is null or (at, id) < ($5, $6::uuid)
    order by at desc, id desc limit $3 offset $4
  )
  select n.id, n.at, to_json(n.at) #>> '{}' as "exactAt", n.correspondence_id as "threadId", n.discussion_id as "discussionId",
    coalesce(e.subject, k.subject) as subject, coalesce(b.visible_text, m.body, '') as body,
    coalesce((select p.address from email_person p where p.team_id = $1 and p.email_id = n.id and p.role = 'from'
        and p.position = 0), u.email, a.name, g.email, g.name, '') as sender,
    coalesce((select p.address from email_person p where p.team_id = $1 and p.email_id = n.id and p.role = 'reply-to'
        and p.position = 0),
      (select p.address from email_person p where p.team_id = $1 and p.email_id = n.id and p.role = 'from'
        and p.position = 0), '') as "replyTo",
    coalesce((select json_agg(distinct t.tag order by t.tag) from correspondence_tag t join correspondence part
      on part.team_id = $1 and part.id = t.correspondence_id where t.team_id = $1
      and (part.id = n.correspondence_id or part.merged_into = n.correspondence_id)), '[]') as tags,
    ${addresses('cc')} as cc, ${addresses('bcc', "e.direction = 'out'")} as bcc
  from newest n
  join correspondence k on k.team_id = $1 and k.id = n.correspondence_id
  left join shared_email e on e.team_id = $1 and e.id = n.id and n.discussion_id is null
  left join email_body b on b.team_id = $1 and b.email_id = e.id
  left join message m on m.team_id = $1 and m.id = n.id and n.discussion_id is not null
  left join team_person u on u.team_id = $1 and u.user_id = m.author_id
  left join person a on a.id = m.author_id
  left join chat_person g on g.team_id = $1 and g.guest_id = m.guest_id
  order by n.at desc, n.id desc`;

/**
 * Shared mails and the messages of discussions that the asker may see, newest first, from an offset or a cursor on.
 * Blind copies only of our own mail.
 */
export async function listThreadMessages(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly limit: number; readonly offset: number; readonly cursor?: string | undefined },
): Promise<{ readonly messages: readonly ThreadMessage[]; readonly nextCursor: string | null }> {
  requirePermission(ctx, 'correspondence.read');
  const after = input.cursor === undefined ? undefined : readPlace(input.cursor);
  const offset = after === undefined ? input.offset : 0;
  const values = [ctx.teamId, ctx.userId, input.limit + 1, offset, after?.at, after?.id];
  const { rows } = await ports.db.$client.query<ThreadMessage & { exactAt: string }>(statement, values);
  const messages = rows.slice(0, input.limit);
  const last = messages.at(-1);
  const hasMore = rows.length > input.limit && last !== undefined;
  return { messages, nextCursor: hasMore ? writePlace({ at: last.exactAt, id: last.id }) : null };
}
