import { sql } from 'drizzle-orm';
import type { ConfirmSharing, SharingView } from '#shared/contract/sharing.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import { lockThreads } from '../correspondences/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { cleanRules } from './clean-rules.ts';
import { previewSharing, requireConfirmed } from './count-sharing.ts';
import { requestApply, requireOwnMailbox } from './own-mailbox.ts';
import { handedOver } from './sharing-facts.ts';

/**
 * Makes these the mailbox's rules: what they share is shared with the team soon, the rest is taken back.
 * @throws Problem 'conflict' when by now much more would be shared than the owner agreed to.
 */
export async function confirmSharing(ports: Ports, ctx: Context, input: ConfirmSharing): Promise<SharingView> {
  requirePermission(ctx, 'correspondence.write');
  const { mailboxId } = input;
  const { mails } = await previewSharing(ports, ctx, input);
  requireConfirmed(mails, input.confirmedMails);
  const rules = cleanRules(input.rules);
  await inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    await requireOwnMailbox(tx, ctx, mailboxId);
    const values = JSON.stringify(rules.map((rule) => ({ ...rule, id: createId<string>() })));
    // A rule that stays keeps its id and since when it counts.
    await tx.execute(sql`
      delete from sharing_rule r where r.team_id = ${ctx.teamId} and r.mailbox_id = ${mailboxId} and r.kind <> 'thread'
        and r.team_rule_id is null and not exists (select from json_to_recordset(${values}::json) as given (kind text, value text, "isNever" boolean)
          where given.kind = r.kind and given.value = r.value and given."isNever" = r.is_never)`);
    await tx.execute(sql`
      insert into sharing_rule (team_id, id, mailbox_id, kind, value, is_never, includes_free_mail, created_by)
      select ${ctx.teamId}::uuid, id, ${mailboxId}::uuid, kind, value, "isNever", "includesFreeMail", ${ctx.userId}::uuid
      from json_to_recordset(${values}::json) as given (id uuid, kind text, value text, "isNever" boolean,
        "includesFreeMail" boolean)
      on conflict (team_id, mailbox_id, kind, value, is_never, team_rule_id) do update
      set includes_free_mail = excluded.includes_free_mail, is_suggested = false,
        created_by = case when sharing_rule.is_suggested then excluded.created_by else sharing_rule.created_by end,
        created_at = case when sharing_rule.is_suggested then now() else sharing_rule.created_at end`);
    await recordAudit(tx, ctx, {
      action: 'mailbox.share',
      target: `mailbox:${mailboxId}`,
      detail: { rules: rules.length, mails },
    });
    await requestApply(ports, tx, ctx, mailboxId);
  });
  return getSharing(ports, ctx, { mailboxId });
}

/** What of the asker's mailbox is shared, and because of which rule. */
export async function getSharing(
  ports: Pick<Ports, 'db'>,
  ctx: Context,
  input: { readonly mailboxId: MailboxId },
): Promise<SharingView> {
  requirePermission(ctx, 'correspondence.write');
  await requireOwnMailbox(ports.db, ctx, input.mailboxId);
  const mine = sql`team_id = ${ctx.teamId} and mailbox_id = ${input.mailboxId}`;
  const { rows } = await ports.db.execute<SharingView['rules'][number]>(sql`
    select id, kind, value, is_never as "isNever", includes_free_mail as "includesFreeMail",
      team_rule_id is not null as "isOfTeam", is_suggested as "isSuggested",
      (select count(*)::int from email_copy c where c.team_id = ${ctx.teamId} and c.mailbox_id = ${input.mailboxId}
        and c.shared_because = r.id::text and c.deleted_at is null) as mails
    from sharing_rule r where ${mine} order by created_at, id`);
  const counted = await ports.db.execute<{ shared: number; handed: number; all: number }>(sql`
    select count(*) filter (where is_shared)::int as shared, count(*)::int as all,
      count(*) filter (where is_shared and shared_because = ${handedOver})::int as handed from email_copy
    where ${mine} and deleted_at is null`);
  const { shared = 0, handed = 0, all = 0 } = counted.rows[0] ?? {};
  const counts = { sharedMails: shared, privateMails: all - shared, handedOverMails: handed };
  return { mailboxId: input.mailboxId, rules: rows, ...counts };
}
