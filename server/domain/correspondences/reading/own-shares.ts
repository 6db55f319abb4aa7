import type { OwnShare } from '#shared/contract/sharing.ts';
import { holderSql } from '#server/db/holder-sql.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Why these mails are shared from the asker's own mailboxes, by the rule or the hand that did it. */
export async function loadOwnShares(
  ports: Pick<Ports, 'db'>,
  { teamId, userId }: Pick<Context, 'teamId' | 'userId'>,
  emailIds: readonly string[],
): Promise<OwnShare[]> {
  const { rows } = await ports.db.$client.query<Omit<OwnShare, 'at'> & { at: Date | null }>(
    `select c.email_id as "emailId", coalesce(m.address, '') as address, coalesce(r.kind, c.shared_because) as because,
       case when r.kind in ('address', 'domain') then r.value else '' end as value,
       coalesce(r.team_rule_id is not null, false) as "isOfTeam",
       case when p.id is not null then json_build_object('id', p.id, 'name', p.name) end as by, c.shared_at as at
     from email_copy c
     left join mailbox m on m.team_id = $1 and m.id = c.mailbox_id
     left join sharing_rule r on r.team_id = $1 and r.mailbox_id = c.mailbox_id and r.id::text = c.shared_because
     left join person p on p.id = c.shared_by
     where c.team_id = $1 and c.email_id = any($3::uuid[]) and c.is_shared and c.deleted_at is null
       and (r.id is not null or c.shared_because = 'handed-over') and ${holderSql('c', '$2')}
     order by c.shared_at, m.address`,
    [teamId, userId, emailIds],
  );
  return rows.map((row) => ({ ...row, at: row.at?.toISOString() ?? null }));
}
