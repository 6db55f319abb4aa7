import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { TeamId } from '#shared/contract/ids.ts';
import { authInvitation, authOrganization, authUser } from '#server/db/schema/index.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { invitationLink } from './invitation-link.ts';

const SendInvitation = z.object({ teamId: TeamId, invitationId: z.uuid() });

/** Mails an invitation. The link is made when it is sent, so that none waits in the queue. */
export const sendInvitationJob = defineJob('send-invitation', SendInvitation);

/** Does nothing when the invitation was answered, cancelled or is too old. Throws when the mail was not taken. */
export async function sendInvitation(
  ports: Pick<Ports, 'db' | 'config'>,
  mailer: Mailer,
  { teamId, invitationId }: z.infer<typeof SendInvitation>,
): Promise<void> {
  const [row] = await ports.db
    .select({ invitation: authInvitation, teamName: authOrganization.name, invitedBy: authUser.name })
    .from(authInvitation)
    .innerJoin(authOrganization, eq(authOrganization.id, authInvitation.organizationId))
    .innerJoin(authUser, eq(authUser.id, authInvitation.inviterId))
    .where(and(eq(authInvitation.organizationId, teamId), eq(authInvitation.id, invitationId)));
  if (row === undefined || row.invitation.status !== 'pending' || row.invitation.expiresAt <= new Date()) return;
  const link = invitationLink(ports.config, invitationId);
  await mailer.send({
    to: row.invitation.email,
    subject: `${row.invitedBy} invites you to ${row.teamName} on Sidethread`,
    text: `${row.invitedBy} invites you to the team ${row.teamName} on Sidethread.\n\nOpen this link within a week to join:\n\n${link}\n\nIf you don't know ${row.invitedBy}, ignore this mail.\n`,
  });
}
