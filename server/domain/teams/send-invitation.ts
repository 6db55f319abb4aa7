import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { TeamId } from '#shared/contract/ids.ts';
import { Language } from '#shared/contract/language.ts';
import { authInvitation, authOrganization, authUser } from '#server/db/schema/index.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { invitationLink } from './invitation-link.ts';

const SendInvitation = z.object({
  teamId: TeamId,
  invitationId: z.uuid(),
  // Jobs of the version before have none.
  language: Language.default('en'),
});

/** Mails an invitation. The link is made when it is sent, so that none waits in the queue. */
export const sendInvitationJob = defineJob('send-invitation', SendInvitation);

/** Does nothing when the invitation was answered, cancelled or is too old. Throws when the mail was not taken. */
export async function sendInvitation(
  ports: Pick<Ports, 'db' | 'config'>,
  mailer: Mailer,
  { teamId, invitationId, language }: z.infer<typeof SendInvitation>,
): Promise<void> {
  const [row] = await ports.db
    .select({ invitation: authInvitation, teamName: authOrganization.name, invitedBy: authUser.name })
    .from(authInvitation)
    .innerJoin(authOrganization, eq(authOrganization.id, authInvitation.organizationId))
    .innerJoin(authUser, eq(authUser.id, authInvitation.inviterId))
    .where(and(eq(authInvitation.organizationId, teamId), eq(authInvitation.id, invitationId)));
  if (row === undefined || row.invitation.status !== 'pending' || row.invitation.expiresAt <= new Date()) return;
  const link = invitationLink(ports.config, invitationId);
  await mailer.send({ to: row.invitation.email, ...texts[language]({ ...row, link }) });
}

interface Invited {
  readonly invitedBy: string;
  readonly teamName: string;
  readonly link: string;
}

const texts: Readonly<Record<Language, (invited: Invited) => { subject: string; text: string }>> = {
  en: ({ invitedBy, teamName, link }) => ({
    subject: `${invitedBy} invites you to ${teamName} on Sidethread`,
    text: `${invitedBy} invites you to the team ${teamName} on Sidethread.\n\nOpen this link within a week to join:\n\n${link}\n\nIf you don't know ${invitedBy}, ignore this mail.\n`,
  }),
  de: ({ invitedBy, teamName, link }) => ({
    subject: `${invitedBy} lädt Sie zu ${teamName} in Sidethread ein`,
    text: `${invitedBy} lädt Sie in das Team ${teamName} in Sidethread ein.\n\nÖffnen Sie diesen Link innerhalb einer Woche, um beizutreten:\n\n${link}\n\nWenn Sie ${invitedBy} nicht kennen, beachten Sie diese Mail nicht.\n`,
  }),
};
