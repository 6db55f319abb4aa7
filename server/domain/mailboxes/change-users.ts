import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { MailboxId, UserId } from '#shared/contract/ids.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { recordAudit } from '../audit/index.ts';
import { tellPerson } from '../chat/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { findMember } from '../teams/index.ts';
import { tellHolders } from './mailbox-people.ts';
import { findMailbox, getOwnMailbox, getUsableMailbox } from './mailbox-row.ts';
import { readMailbox } from './read-mailboxes.ts';

export const MailboxUserInput = z.object({ mailboxId: MailboxId, userId: UserId });
export type MailboxUserInput = z.infer<typeof MailboxUserInput>;

/**
 * The owner lets a teammate use a mailbox: they see its mail as the owner does and may act with it.
 * @throws Problem 'conflict' for a viewer, who may not write.
 */
export async function addMailboxUser(ports: Ports, ctx: Context, input: MailboxUserInput): Promise<Mailbox> {
  requirePermission(ctx, 'mailbox.connect');
  const key = { teamId: ctx.teamId, mailboxId: input.mailboxId };
  await inTransaction(ports.db, async (tx) => {
    await getOwnMailbox(tx, ctx, input.mailboxId, 'update');
    if (input.userId === ctx.userId) throw new Problem('conflict', 'It is yours already.');
    const person = await findMember(ports, input.userId, ctx.teamId);
    if (person === undefined) throw new Problem('not-found', 'This person is not in the team.');
    if (!mayDo(person, 'mailbox.connect'))
      throw new Problem('conflict', 'A viewer can’t use a mailbox. Make them a member of the team first.');
    await tx.execute(sql`
      insert into mailbox_user (team_id, mailbox_id, user_id, added_by)
      values (${ctx.teamId}, ${input.mailboxId}, ${input.userId}, ${ctx.userId}) on conflict do nothing`);
    await forgetRequest(tx, ctx, input);
    await recordAudit(tx, ctx, {
      action: 'mailbox.add-user',
      target: `mailbox:${input.mailboxId}`,
      detail: { userId: input.userId },
    });
    await tellHolders(ports, tx, key);
  });
  return readMailbox(ports, key);
}

/** The owner takes a user out again or declines who asked; or a user gives it up. What they did with it stays. */
export async function removeMailboxUser(ports: Ports, ctx: Context, input: MailboxUserInput): Promise<null> {
  requirePermission(ctx, 'mailbox.connect');
  const { mailboxId, userId } = input;
  await inTransaction(ports.db, async (tx) => {
    const isOneself = userId === ctx.userId;
    await (isOneself ? getUsableMailbox(tx, ctx, mailboxId, 'update') : getOwnMailbox(tx, ctx, mailboxId, 'update'));
    await tx.execute(sql`
      delete from mailbox_user where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and user_id = ${userId}`);
    await forgetRequest(tx, ctx, input);
    await recordAudit(tx, ctx, {
      action: 'mailbox.remove-user',
      target: `mailbox:${mailboxId}`,
      detail: { userId },
    });
    await ports.liveFeed.publish(tx, { teamId: ctx.teamId, kind: 'mailbox-gone', userId, payload: { mailboxId } });
    await tellHolders(ports, tx, { teamId: ctx.teamId, mailboxId });
  });
  return null;
}

/**
 * Asks the owner of a mailbox to let the asker use it. Only who proved to the provider that its address is theirs too
 * can ask, and only then do they learn that it is connected.
 */
export async function askForMailbox(
  ports: Ports,
  ctx: Context,
  { mailboxId }: Pick<MailboxUserInput, 'mailboxId'>,
): Promise<null> {
  requirePermission(ctx, 'mailbox.connect');
  const key = { teamId: ctx.teamId, mailboxId };
  await inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute<{ was: string | null }>(sql`
      update mailbox_request r set asked_at = coalesce(r.asked_at, now()) from mailbox_request before
      where r.team_id = ${ctx.teamId} and r.mailbox_id = ${mailboxId} and r.user_id = ${ctx.userId}
        and before.team_id = r.team_id and before.mailbox_id = r.mailbox_id and before.user_id = r.user_id
      returning before.asked_at as was`);
    const [row] = rows;
    const box = row === undefined ? undefined : await findMailbox(tx, key);
    if (row === undefined || box === undefined || box.state === 'disconnected')
      throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
    if (row.was !== null) return;
    const body = `${ctx.userName} asks to use **${box.address}** with you in Sidethread. Accept or decline under Mailboxes in its options.`;
    await tellPerson(ports, tx, { id: createId<string>(), teamId: ctx.teamId, userId: box.ownerId, body });
    await recordAudit(tx, ctx, { action: 'mailbox.ask', target: `mailbox:${mailboxId}` });
    await tellHolders(ports, tx, key);
  });
  return null;
}

async function forgetRequest(tx: Transaction, ctx: Context, { mailboxId, userId }: MailboxUserInput): Promise<void> {
  await tx.execute(sql`
    delete from mailbox_request where team_id = ${ctx.teamId} and mailbox_id = ${mailboxId} and user_id = ${userId}`);
}
