import { sendInvitation, sendInvitationJob } from '#server/domain/teams/index.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Ports } from '#server/ports/ports.ts';
import { handleJob, type JobHandler } from '#server/ports/queue.ts';

/** Mails an invitation. Tried again when the mail server did not take it. */
export function createSendInvitation(ports: Ports, mailer: Mailer): JobHandler {
  return handleJob(sendInvitationJob, (payload) => sendInvitation(ports, mailer, payload));
}
