import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { TeamId, UserId } from '#shared/contract/ids.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { authInvitation, authMember, authUser } from '#server/db/schema/index.ts';
import { recordAudit } from '#server/domain/audit/index.ts';
import { Password } from '#server/domain/devices/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { announceTeam } from './announce-team.ts';
import { readInvitationToken } from './invitation-link.ts';
import { PersonName } from './person-input.ts';

type Needs = Pick<Ports, 'db' | 'config' | 'liveFeed' | 'queue'>;

/**
 * Joins the team that a link invites to, as the person who is signed in.
 * @throws Problem 'gone' when the link no longer works; 'not-allowed' when it is for another address.
 */
export async function acceptInvitation(
  ports: Needs,
  person: { readonly userId: UserId; readonly email: string },
  token: string,
): Promise<{ teamId: TeamId }> {
  return inTransaction(ports.db, async (tx) => {
    const invitation = await lockInvitation(ports, tx, token);
    if (invitation.email !== person.email.toLowerCase()) {
      const message = `This invitation is for ${invitation.email}, and you are signed in as ${person.email}. Sign out and open the link again.`;
      throw new Problem('not-allowed', message);
    }
    return join(ports, tx, invitation, person.userId);
  });
}

export const NewPerson = z.object({ name: PersonName, password: Password });
export type NewPerson = z.infer<typeof NewPerson>;

/** Makes an account for the invited address and joins the team with it. */
export async function acceptAsNewPerson(
  ports: Needs,
  accounts: Accounts,
  token: string,
  input: NewPerson,
): Promise<{ teamId: TeamId; email: string }> {
  return inTransaction(ports.db, async (tx) => {
    const invitation = await lockInvitation(ports, tx, token);
    const { email, mailed } = invitation;
    const userId = await accounts.addPerson(tx, { ...input, email, emailVerified: mailed });
    return { ...(await join(ports, tx, invitation, userId)), email };
  });
}

type InvitationRow = typeof authInvitation.$inferSelect;

async function lockInvitation(ports: Needs, tx: Transaction, token: string): Promise<InvitationRow> {
  const id = readInvitationToken(ports.config, token);
  const [row] =
    id === undefined ? [] : await tx.select().from(authInvitation).where(eq(authInvitation.id, id)).for('update');
  if (row !== undefined && row.status === 'pending' && row.expiresAt > new Date()) return row;
  throw new Problem('gone', 'This invitation was used, cancelled or is too old. Ask for a new one.');
}

async function join(ports: Needs, tx: Transaction, row: InvitationRow, userId: UserId): Promise<{ teamId: TeamId }> {
  const teamId = row.organizationId as TeamId;
  await tx
    .insert(authMember)
    .values({ id: createId(), organizationId: teamId, userId, role: row.role, emailVouched: !row.mailed })
    .onConflictDoNothing();
  await tx.update(authInvitation).set({ status: 'accepted' }).where(eq(authInvitation.id, row.id));
  if (row.mailed) await tx.update(authUser).set({ emailVerified: true }).where(eq(authUser.id, userId));
  const actor = { teamId, actorId: userId, actorKind: 'teammate' } as const;
  const detail = { role: row.role, invitedBy: row.inviterId };
  await recordAudit(tx, actor, { action: 'invitation.accept', target: `invitation:${row.id}`, detail });
  await announceTeam(ports, tx, teamId);
  return { teamId };
}
