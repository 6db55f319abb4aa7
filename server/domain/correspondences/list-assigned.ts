import { holderSql } from '#server/db/holder-sql.ts';
import type { AssignmentView } from '#shared/contract/notification.ts';
import { createThreadUrl } from '#shared/email/thread-url.ts';
import type { ConsentProviderId } from '#shared/contract/mailbox.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { visibleSql } from '../discussions/index.ts';
import { mayBeSeenSql, partsSql } from './visible-sql.ts';

const most = 100;
/** Who does not come to it within a week finds it in the list. */
const newsDays = 7;

/** A correspondence that is the asker's to answer and unread. */
export interface Assigned extends AssignmentView {
  /** Somebody else assigned it lately, and the asker has not read it since: they are to be told. */
  readonly isNews: boolean;
}

interface Row extends Omit<Assigned, 'at' | 'webmailUrl'> {
  readonly at: Date;
  readonly claimUrl: string | null;
  readonly thread: { readonly provider: ConsentProviderId; readonly address: string; readonly id: string } | null;
}

// `$1` team, `$2` person. What came to somebody with a teammate's leaving has no event: the correspondence stands for it.
const list: PreparedStatement = {
  name: 'correspondences.assigned',
  text: `select coalesce(word.id, k.id) as id, k.id as "correspondenceId", u.name as "assignedBy",
      coalesce(word.at, k.created_at) as at, k.subject, coalesce(nullif(k.sender_name, ''), k.sender_address) as "senderName",
      word.id is not null and word.actor_id is distinct from $2 and word.at > coalesce(me.read_at, '-infinity')
        and word.at > now() - interval '${newsDays} days' as "isNews",
      (select d.id from discussion d where d.team_id = $1 and d.correspondence_id in ${partsSql}
        and d.deleted_at is null and ${visibleSql('d')} order by d.created_at, d.id limit 1) as "discussionId",
      (select c.url from claim c where c.team_id = $1 and c.user_id = $2 and c.correspondence_id in ${partsSql}
        order by c.created_at desc limit 1) as "claimUrl",
      (select json_build_object('provider', b.provider, 'address', b.address, 'id', t.provider_thread_id)
        from mail_thread t join mailbox b on b.team_id = $1 and b.id = t.mailbox_id and b.state <> 'disconnected'
        where t.team_id = $1 and ${holderSql('t', '$2')} and t.correspondence_id in ${partsSql}
        order by t.mailbox_id limit 1) as thread
    from correspondence_user me
    join correspondence k on k.team_id = $1 and k.id = me.correspondence_id and k.assignee_id = $2
      and k.state <> 'closed' and k.merged_into is null
    left join lateral (select * from (
        select v.id, v.actor_id, v.at, v.detail from correspondence_event v where v.team_id = $1
          and v.correspondence_id in ${partsSql} and v.kind = 'assignee' order by v.at desc, v.id desc limit 1
      ) newest where newest.detail->>'to' = $2::text) word on true
    left join person u on u.id = word.actor_id
    where me.team_id = $1 and me.user_id = $2 and me.is_unread and ${mayBeSeenSql}
    order by at desc, id limit ${most}`,
};

/** What the asker has to answer and has not read, the newest first. */
export async function listAssigned(ports: Pick<Ports, 'db'>, ctx: Context): Promise<readonly Assigned[]> {
  requirePermission(ctx, 'correspondence.read');
  const rows = await runPrepared<Row>(ports.db, list, [ctx.teamId, ctx.userId]);
  return rows.map(({ at, claimUrl, thread, ...row }) => ({
    ...row,
    at: at.toISOString(),
    webmailUrl: claimUrl ?? (thread === null ? null : createThreadUrl(thread)),
  }));
}
