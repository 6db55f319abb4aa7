import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { UserId } from '#shared/contract/ids.ts';
import { Departure, HandOver } from '#shared/contract/departure.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { recordAudit } from '../audit/index.ts';
import { endMailbox, handOverMailbox, listMailboxesOf } from '../mailboxes/index.ts';
import { announceTeam, getMember, lockMembers, takeOut } from '../teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { mayDo, requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

type Needs = Pick<Ports, 'db' | 'liveFeed' | 'queue'>;

export const RemoveMember = HandOver.extend({ userId: UserId });
export type RemoveMember = z.input<typeof RemoveMember>;

export const ReadDeparture = z.object({ userId: UserId });
export type ReadDeparture = z.infer<typeof ReadDeparture>;

/** What somebody would leave behind: their mailboxes, and how many threads wait for them. For admins, and for oneself. */
export async function readDeparture(ports: Pick<Ports, 'db'>, ctx: Context, input: ReadDeparture): Promise<Departure> {
  requirePermission(ctx, input.userId === ctx.userId ? 'team.read' : 'team.manage');
  const mailboxes = await listMailboxesOf(ports.db, ctx.teamId, input.userId);
  const { rows } = await ports.db.execute<{ count: number }>(sql`
    select count(*)::int as count from correspondence k where k.team_id = ${ctx.teamId}
      and k.assignee_id = ${input.userId} and k.merged_into is null and k.state <> 'closed'`);
  return { mailboxes, assignedThreads: rows[0]?.count ?? 0 };
}

/**
 * Takes a person out of the team: their next request in it fails and their live stream ends. What they wrote and shared
 * stays. A mailbox goes to the teammate who is named for it, or is disconnected; what was theirs to answer goes to
 * `assignTo`, by default to whoever takes them out.
 * @throws Problem 'conflict' for the last owner, and for an heir who may not do it.
 */
export async function removeMember(ports: Needs, ctx: Context, input: RemoveMember): Promise<null> {
  requirePermission(ctx, 'team.manage');
  await inTransaction(ports.db, async (tx) => {
    const members = await lockMembers(tx, ctx);
    const member = getMember(members, input.userId);
    if (member.role === 'owner') requirePermission(ctx, 'team.own');
    await depart(ports, tx, ctx, input.userId, { assignTo: ctx.userId, ...input });
    await recordAudit(tx, ctx, { action: 'member.remove', target: `user:${input.userId}` });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}

/** The asker leaves the team, with what follows for `removeMember`; their threads are nobody's unless they name one. */
export async function leaveTeam(ports: Needs, ctx: Context, input: z.input<typeof HandOver> = {}): Promise<null> {
  requirePermission(ctx, 'team.read');
  await inTransaction(ports.db, async (tx) => {
    await depart(ports, tx, ctx, ctx.userId, input);
    await recordAudit(tx, ctx, { action: 'member.leave', target: `user:${ctx.userId}` });
    await announceTeam(ports, tx, ctx.teamId);
  });
  return null;
}

async function depart(
  ports: Needs,
  tx: Transaction,
  ctx: Context,
  userId: string,
  { assignTo = null, mailboxesTo = [] }: z.input<typeof HandOver>,
): Promise<void> {
  const members = await lockMembers(tx, ctx);
  const member = getMember(members, userId);
  for (const heirId of [...(assignTo === null ? [] : [assignTo]), ...mailboxesTo.map(({ to }) => to)]) {
    const heir = getMember(members, heirId);
    if (heirId === userId || !mayDo(heir, 'mailbox.connect'))
      throw new Problem('conflict', 'Name somebody who stays in the team and may write. Nothing was changed.');
  }
  await takeOut(tx, ctx, members, member);
  await assign(tx, ctx, userId, assignTo);
  const { rows } = await tx.execute<{ name: string }>(sql`select name from person where id = ${userId}`);
  const leaver = { userId, name: rows[0]?.name ?? '' };
  for (const mailbox of await listMailboxesOf(tx, ctx.teamId, userId)) {
    const heirId = mailboxesTo.find(({ mailboxId }) => mailboxId === mailbox.id)?.to;
    if (heirId === undefined) await endMailbox(ports, tx, { teamId: ctx.teamId, mailboxId: mailbox.id });
    else await handOverMailbox(ports, tx, ctx, { mailbox, leaver, heirId });
  }
}

/** The open threads go to the heir as news; null: they wait for anybody. */
async function assign(tx: Transaction, ctx: Context, userId: string, heirId: string | null): Promise<void> {
  await tx.execute(sql`
    insert into correspondence_user (team_id, correspondence_id, user_id, is_unread)
    select ${ctx.teamId}, k.id, ${heirId}, ${heirId !== ctx.userId} from correspondence k
    where k.team_id = ${ctx.teamId} and k.assignee_id = ${userId} and k.state <> 'closed'
      and ${heirId}::uuid is not null
    on conflict (team_id, correspondence_id, user_id) do update set is_unread = true
      where excluded.is_unread and not correspondence_user.is_unread`);
  await tx.execute(sql`
    update correspondence set assignee_id = ${heirId}, version = version + 1, updated_at = now()
    where team_id = ${ctx.teamId} and assignee_id = ${userId}`);
}
