import { sql } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import type { ProposeTeamRule, TeamRule } from '#shared/contract/sharing.ts';
import { recordAudit } from '../audit/index.ts';
import { tellPerson } from '../chat/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cleanValue } from './clean-rules.ts';
import { requestApply } from './own-mailbox.ts';

/**
 * Proposes a sharing rule for everybody's mailboxes. It shares nothing: each owner is told, and decides for their own.
 * @throws Problem 'conflict' when the team has this rule already.
 */
export async function proposeTeamRule(ports: Ports, ctx: Context, input: ProposeTeamRule): Promise<TeamRule[]> {
  requirePermission(ctx, 'team.manage');
  const { teamId } = ctx;
  const id = createId<string>();
  const value = cleanValue(input);
  await inTransaction(ports.db, async (tx) => {
    const added = await tx.execute(sql`
      insert into team_rule (team_id, id, kind, value, includes_free_mail, proposed_by)
      values (${teamId}, ${id}, ${input.kind}, ${value}, ${input.includesFreeMail}, ${ctx.userId})
      on conflict (team_id, kind, value) do nothing returning id`);
    if (added.rows.length === 0) throw new Problem('conflict', 'This rule is proposed already.');
    const { rows } = await tx.execute<{ owner_id: string }>(sql`
      select distinct owner_id from mailbox
      where team_id = ${teamId} and state <> 'disconnected' and owner_id <> ${ctx.userId}`);
    const body = `${ctx.userName} proposes a rule for what the team shares of its mail. Nothing is shared before you have seen how much it is and accepted: look at it under Mailboxes in Sidethread's options.`;
    for (const { owner_id: userId } of rows)
      await tellPerson(ports, tx, { id: createId<string>(), teamId, userId, body });
    const detail = { kind: input.kind, value };
    await recordAudit(tx, ctx, { action: 'team-rule.propose', target: `team-rule:${id}`, detail });
  });
  return listTeamRules(ports, ctx);
}

/** Takes a proposed rule back. What is shared because of it alone becomes private again, in every mailbox. */
export async function withdrawTeamRule(
  ports: Ports,
  ctx: Context,
  { ruleId }: { readonly ruleId: string },
): Promise<TeamRule[]> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    const at = sql`team_id = ${ctx.teamId} and`;
    const gone = await tx.execute(sql`delete from team_rule where ${at} id = ${ruleId} returning id`);
    if (gone.rows.length === 0) throw ruleNotFound();
    await tx.execute(sql`delete from team_rule_answer where ${at} rule_id = ${ruleId}`);
    const { rows } = await tx.execute<{ mailbox_id: MailboxId }>(sql`
      delete from sharing_rule where ${at} team_rule_id = ${ruleId} returning mailbox_id`);
    for (const { mailbox_id: mailboxId } of rows) await requestApply(ports, tx, ctx, mailboxId);
    await recordAudit(tx, ctx, { action: 'team-rule.withdraw', target: `team-rule:${ruleId}` });
  });
  return listTeamRules(ports, ctx);
}

/** The rules proposed for the team, the newest first, each with what the asker said for their own mailboxes. */
export async function listTeamRules(ports: Pick<Ports, 'db'>, ctx: Context): Promise<TeamRule[]> {
  requirePermission(ctx, 'team.read');
  const { teamId } = ctx;
  const { rows } = await ports.db.execute<Omit<TeamRule, 'mine'> & { mine: TeamRule['mine'] | null }>(sql`
    select r.id, r.kind, r.value, r.includes_free_mail as "includesFreeMail", coalesce(p.name, '') as "proposedBy",
      to_char(r.proposed_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "proposedAt",
      (select json_build_object('accepted', count(*) filter (where a.is_accepted),
          'declined', count(*) filter (where not a.is_accepted), 'open', count(*) filter (where a.rule_id is null))
        from mailbox m left join team_rule_answer a on a.team_id = ${teamId} and a.rule_id = r.id and a.mailbox_id = m.id
        where m.team_id = ${teamId} and m.state <> 'disconnected') as answers,
      (select json_agg(json_build_object('mailboxId', m.id, 'address', m.address,
          'answer', case a.is_accepted when true then 'accepted' when false then 'declined' else 'open' end,
          'mails', (select count(*) from email_copy c join sharing_rule s on s.team_id = ${teamId}
            and s.mailbox_id = m.id and s.team_rule_id = r.id and s.id::text = c.shared_because
            where c.team_id = ${teamId} and c.mailbox_id = m.id and c.deleted_at is null)) order by m.address)
        from mailbox m left join team_rule_answer a on a.team_id = ${teamId} and a.rule_id = r.id and a.mailbox_id = m.id
        where m.team_id = ${teamId} and m.owner_id = ${ctx.userId} and m.state <> 'disconnected') as mine
    from team_rule r left join person p on p.id = r.proposed_by
    where r.team_id = ${teamId} order by r.proposed_at desc, r.id`);
  const maySeeAll = mayDo(ctx, 'team.manage');
  return rows.map((row) => ({ ...row, answers: maySeeAll ? row.answers : null, mine: row.mine ?? [] }));
}

export function ruleNotFound(): Problem {
  return new Problem('not-found', 'This rule is not proposed any more.');
}
