import { asc, eq } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import type { Teammate } from '#shared/contract/person.ts';
import { pictureLink } from '../pictures/index.ts';
import { authMember, authUser } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Everybody in the team, by name. */
export async function listMembers(ports: Pick<Ports, 'db' | 'config' | 'pictures'>, ctx: Context): Promise<Teammate[]> {
  requirePermission(ctx, 'team.read');
  const rows = await ports.db
    .select({
      id: authUser.id,
      name: authUser.name,
      email: authUser.email,
      pictureUrl: authUser.image,
      role: authMember.role,
    })
    .from(authMember)
    .innerJoin(authUser, eq(authUser.id, authMember.userId))
    .where(eq(authMember.organizationId, ctx.teamId))
    .orderBy(asc(authUser.name), asc(authUser.id));
  return rows.map((row) => ({
    ...row,
    kind: 'teammate',
    id: row.id as UserId,
    pictureUrl: pictureLink(ports, ctx.teamId, row.pictureUrl),
  }));
}
