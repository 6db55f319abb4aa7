import {
  sendEmailChange,
  sendEmailChangeJob,
  tellOldAddress,
  tellOldAddressJob,
} from '#server/domain/accounts/index.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Ports } from '#server/ports/ports.ts';
import { handleJob, type JobHandler } from '#server/ports/queue.ts';

/** The mails about a person's own address. Tried again when the mail server did not take them. */
export function createAccountJobs(ports: Ports, mailer: Mailer): readonly JobHandler[] {
  return [
    handleJob(sendEmailChangeJob, (payload) => sendEmailChange(ports, mailer, payload)),
    handleJob(tellOldAddressJob, (payload) => tellOldAddress(ports, mailer, payload)),
  ];
}
