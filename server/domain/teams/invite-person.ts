import { and, count, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { Language } from '#shared/contract/language.ts';
import { Role, type Invitation } from '#shared/contract/person.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { authInvitation, authMember, authUser } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { invitationLink } from './invitation-link.ts';
import { PersonEmail } from './person-input.ts';
import { sendInvitationJob } from './send-invitation.ts';

const invitationMs = 7 * 24 * 60 * 60 * 1000;
const mostOpen = 200;

export const InvitePerson = z.object({
  email: PersonEmail,
  role: Role,
  /** What the mail is written in: the inviting person's language; default English. */
  language: Language.optional(),
});
export type InvitePerson = z.infer<typeof InvitePerson>;

/**
 * Invites somebody for a week, by mail where the server sends mail, else by a link to hand over. A second invitation
 * for the same address replaces the first.
 * @throws Problem 'not-allowed' when an admin invites an owner; 'conflict' when they are in the team already.
 */
export async function invitePerson(
  ports: Pick<Ports, 'db' | 'config' | 'queue' | 'liveFeed'>,
  ctx: Context,
  input: InvitePerson,
): Promise<Invitation> {
  requirePermission(ctx, input.role === 'owner' ? 'team.own' : 'team.manage');
  const { email, role, language = 'en' } = input;
  const id = createId<string>();
  const expiresAt = new Date(Date.now() + invitationMs);
  const mailed = ports.config.mail.smtpUrl !== undefined;
  const link = invitationLink(ports.config, id);
  await inTransaction(ports.db, async (tx) => {
    await refuseMember(tx, ctx, email);
    await replaceOpen(tx, ctx, email);
    await tx
      .insert(authInvitation)
      .values({ id, organizationId: ctx.teamId, email, role, inviterId: ctx.userId, mailed, expiresAt });
    const detail = { role, mailed };
    await recordAudit(tx, ctx, { action: 'invitation.create', target: `invitation:${id}`, detail });
    if (mailed) await ports.queue.enqueue(tx, sendInvitationJob, { teamId: ctx.teamId, invitationId: id, language });
  });
  return {
    id,
    email,
    role,
    invitedBy: ctx.userName,
    expiresAt: expiresAt.toISOString(),
    link: mailed ? null : link,
  };
}

async function refuseMember(tx: Transaction, ctx: Context, email: string): Promise<void> {
  const [member] = await tx
    .select({ id: authMember.id })
    .from(authMember)
    .innerJoin(authUser, eq(authUser.id, authMember.userId))
    .where(and(eq(authMember.organizationId, ctx.teamId), eq(authUser.email, email)));
  if (member !== undefined) throw new Problem('conflict', 'This person is in the team already.');
}

async function replaceOpen(tx: Transaction, ctx: Context, email: string): Promise<void> {
  const open = and(eq(authInvitation.organizationId, ctx.teamId), eq(authInvitation.status, 'pending'));
  await tx
    .update(authInvitation)
    .set({ status: 'canceled' })
    .where(and(open, eq(authInvitation.email, email)));
  const [found] = await tx
    .select({ open: count() })
    .from(authInvitation)
    .where(and(open, gt(authInvitation.expiresAt, new Date())));
  if ((found?.open ?? 0) >= mostOpen)
    throw new Problem('too-many', `The team has ${mostOpen} open invitations. Cancel some before you invite more.`);
}
