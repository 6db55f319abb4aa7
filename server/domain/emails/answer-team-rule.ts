import { sql } from 'drizzle-orm';
import type { AnswerTeamRule, SharingCount, TeamRule, TeamRuleAt } from '#shared/contract/sharing.ts';
import { recordAudit } from '../audit/index.ts';
import { lockThreads } from '../correspondences/index.ts';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { asRule, countSharing, requireConfirmed } from './count-sharing.ts';
import { requestApply, requireOwnMailbox } from './own-mailbox.ts';
import { listTeamRules, ruleNotFound } from './team-rules.ts';

interface Proposed extends Record<string, unknown> {
  readonly kind: TeamRule['kind'];
  readonly value: string;
  readonly includesFreeMail: boolean;
}

/** Counts what accepting a team rule would share of the asker's mailbox beyond what is shared already. */
export async function previewTeamRule(ports: Ports, ctx: Context, input: TeamRuleAt): Promise<SharingCount> {
  requirePermission(ctx, 'correspondence.write');
  await requireOwnMailbox(ports.db, ctx, input.mailboxId);
  const proposed = await getTeamRule(ports.db, ctx, input.ruleId);
  return countSharing(ports, ctx, input.mailboxId, async (inForce, hashKey) => ({
    before: inForce,
    after: [...inForce, await asRule(proposed, ctx, hashKey)],
  }));
}

/**
 * Accepts a team rule for a mailbox of the asker's, or declines it; either can be changed. Declining one that was
 * accepted takes back what is shared because of it alone.
 * @throws Problem 'conflict' when by now much more would be shared than the owner agreed to.
 */
export async function answerTeamRule(ports: Ports, ctx: Context, input: AnswerTeamRule): Promise<TeamRule[]> {
  requirePermission(ctx, 'correspondence.write');
  const { ruleId, mailboxId, accept } = input;
  const mails = accept ? (await previewTeamRule(ports, ctx, input)).mails : 0;
  requireConfirmed(mails, input.confirmedMails);
  await inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    await requireOwnMailbox(tx, ctx, mailboxId);
    const { kind, value, includesFreeMail } = await getTeamRule(tx, ctx, ruleId, 'share');
    await tx.execute(sql`
      insert into team_rule_answer (team_id, rule_id, mailbox_id, is_accepted, answered_by)
      values (${ctx.teamId}, ${ruleId}, ${mailboxId}, ${accept}, ${ctx.userId})
      on conflict (team_id, rule_id, mailbox_id) do update
      set is_accepted = excluded.is_accepted, answered_by = excluded.answered_by, answered_at = now()`);
    if (accept)
      await tx.execute(sql`
        insert into sharing_rule (team_id, id, mailbox_id, kind, value, includes_free_mail, created_by, team_rule_id)
        values (${ctx.teamId}, ${createId()}, ${mailboxId}, ${kind}, ${value}, ${includesFreeMail}, ${ctx.userId}, ${ruleId})
        on conflict do nothing`);
    else
      await tx.execute(sql`
        delete from sharing_rule where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId}
          and team_rule_id = ${ruleId}`);
    await recordAudit(tx, ctx, {
      action: accept ? 'team-rule.accept' : 'team-rule.decline',
      target: `mailbox:${mailboxId}`,
      detail: { ruleId, mails },
    });
    await requestApply(ports, tx, ctx, mailboxId);
  });
  return listTeamRules(ports, ctx);
}

/** @param lock 'share': it is not withdrawn before the transaction is through. */
async function getTeamRule(
  tx: Transaction | Database,
  { teamId }: Context,
  ruleId: string,
  lock?: 'share',
): Promise<Proposed> {
  const { rows } = await tx.execute<Proposed>(sql`
    select kind, value, includes_free_mail as "includesFreeMail" from team_rule
    where team_id = ${teamId} and id = ${ruleId} ${lock === undefined ? sql`` : sql`for share`}`);
  const [row] = rows;
  if (row === undefined) throw ruleNotFound();
  return row;
}
