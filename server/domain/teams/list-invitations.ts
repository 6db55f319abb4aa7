import { and, desc, eq, gt } from 'drizzle-orm';
import type { Invitation } from '#shared/contract/person.ts';
import { authInvitation, authUser } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';
import { invitationLink } from './invitation-link.ts';

/** Open invitations, the newest first. `link` only for those that go out by hand: a mailed one is for its reader. */
export async function listInvitations(ports: Pick<Ports, 'db' | 'config'>, ctx: Context): Promise<Invitation[]> {
  requirePermission(ctx, 'team.manage');
  const rows = await ports.db
    .select({ invitation: authInvitation, invitedBy: authUser.name })
    .from(authInvitation)
    .innerJoin(authUser, eq(authUser.id, authInvitation.inviterId))
    .where(
      and(
        eq(authInvitation.organizationId, ctx.teamId),
        eq(authInvitation.status, 'pending'),
        gt(authInvitation.expiresAt, new Date()),
      ),
    )
    .orderBy(desc(authInvitation.createdAt));
  return rows.map(({ invitation, invitedBy }) => ({
    id: invitation.id,
    email: invitation.email,
    role: invitation.role,
    invitedBy,
    expiresAt: invitation.expiresAt.toISOString(),
    link: invitation.mailed || !mayHandOver(ctx, invitation.role) ? null : invitationLink(ports.config, invitation.id),
  }));
}

/** An owner's invitation is an owner's to give. */
function mayHandOver(ctx: Context, role: Invitation['role']): boolean {
  return role !== 'owner' || ctx.role === 'owner';
}
