import { and, eq, gt } from 'drizzle-orm';
import type { Role } from '#shared/contract/person.ts';
import { authInvitation, authOrganization, authUser } from '#server/db/schema/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { readInvitationToken } from './invitation-link.ts';

/** What the person who holds a link may know of it. */
export interface OpenInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly teamName: string;
  readonly invitedBy: string;
  /** True when there is an account for the address: then one signs in instead of making one. */
  readonly hasAccount: boolean;
}

/** The open invitation that a link's last part names; undefined when it is forged, answered, cancelled or too old. */
export async function findInvitation(
  ports: Pick<Ports, 'db' | 'config'>,
  token: string,
): Promise<OpenInvitation | undefined> {
  const id = readInvitationToken(ports.config, token);
  if (id === undefined) return undefined;
  const [row] = await ports.db
    .select({ invitation: authInvitation, teamName: authOrganization.name, invitedBy: authUser.name })
    .from(authInvitation)
    .innerJoin(authOrganization, eq(authOrganization.id, authInvitation.organizationId))
    .innerJoin(authUser, eq(authUser.id, authInvitation.inviterId))
    .where(
      and(eq(authInvitation.id, id), eq(authInvitation.status, 'pending'), gt(authInvitation.expiresAt, new Date())),
    );
  if (row === undefined) return undefined;
  const { email, role } = row.invitation;
  const account = await ports.db.select({ id: authUser.id }).from(authUser).where(eq(authUser.email, email));
  return { id, email, role, teamName: row.teamName, invitedBy: row.invitedBy, hasAccount: account.length > 0 };
}
