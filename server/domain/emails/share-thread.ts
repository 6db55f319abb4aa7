import { sql } from 'drizzle-orm';
import { isHeldBy } from '#server/db/holder-sql.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import type { SharedThread, ShareThread } from '#shared/contract/sharing.ts';
import { recordAudit } from '../audit/index.ts';
import { correspondenceNotFound, lockThreads } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { requestApply } from './own-mailbox.ts';
import { handedOver } from './sharing-facts.ts';

/**
 * Shares the asker's own mail in a correspondence by hand, keeps it private for good, or leaves it to the rules.
 * @returns what brings back how it was.
 */
export async function shareThread(ports: Ports, ctx: Context, input: ShareThread): Promise<SharedThread> {
  requirePermission(ctx, 'correspondence.write');
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    const { rows } = await tx.execute<{ mailbox_id: MailboxId; provider_thread_id: string }>(sql`
      select distinct c.mailbox_id, c.provider_thread_id from correspondence was
      join email e on e.team_id = ${ctx.teamId} and e.correspondence_id = coalesce(was.merged_into, was.id)
      join email_copy c on c.team_id = ${ctx.teamId} and c.email_id = e.id and ${isHeldBy('c', ctx.userId)}
        and c.deleted_at is null and c.provider_thread_id is not null
      where was.team_id = ${ctx.teamId} and was.id = ${input.id}`);
    if (rows.length === 0) throw correspondenceNotFound();
    const before = await readThreadRules(tx, ctx, rows);
    for (const row of rows) await setThreadRule(tx, ctx, row, input.sharing);
    await recordAudit(tx, ctx, {
      action: `correspondence.${input.sharing}`,
      target: `correspondence:${input.id}`,
    });
    for (const mailboxId of new Set(rows.map((row) => row.mailbox_id))) await requestApply(ports, tx, ctx, mailboxId);
    return { sharing: before };
  });
}

interface ThreadAt {
  readonly mailbox_id: string;
  readonly provider_thread_id: string;
}

/** What was said of these threads by hand, or by a former owner. Where it differs, what shares less. */
async function readThreadRules(
  tx: Transaction,
  { teamId }: Context,
  threads: readonly ThreadAt[],
): Promise<ShareThread['sharing']> {
  const { rows } = await tx.execute<{ is_never: boolean | null; was_handed_over: boolean }>(sql`
    select r.is_never, exists (select from email_copy c where c.team_id = ${teamId}
      and c.mailbox_id = given.mailbox_id and c.provider_thread_id = given.provider_thread_id
      and c.shared_because = ${handedOver}) as was_handed_over
    from json_to_recordset(${JSON.stringify(threads)}::json) as given (mailbox_id uuid, provider_thread_id text)
    left join sharing_rule r on r.team_id = ${teamId} and r.mailbox_id = given.mailbox_id
      and r.kind = 'thread' and r.value = given.provider_thread_id`);
  if (rows.some((row) => row.is_never === true)) return 'never';
  return rows.every((row) => row.is_never === false || row.was_handed_over) ? 'share' : 'by-rules';
}

async function setThreadRule(
  tx: Transaction,
  ctx: Context,
  at: ThreadAt,
  sharing: ShareThread['sharing'],
): Promise<void> {
  await tx.execute(sql`
    delete from sharing_rule where team_id = ${ctx.teamId} and mailbox_id = ${at.mailbox_id} and kind = 'thread'
      and value = ${at.provider_thread_id}`);
  if (sharing === 'by-rules') return;
  await tx.execute(sql`
    insert into sharing_rule (team_id, id, mailbox_id, kind, value, is_never, created_by)
    values (${ctx.teamId}, ${createId()}, ${at.mailbox_id}, 'thread', ${at.provider_thread_id}, ${sharing === 'never'},
      ${ctx.userId})`);
}
