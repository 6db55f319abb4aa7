import type { MailProviderId } from '#shared/contract/mailbox.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { ConsentMailProvider, LogInMailProvider, MailIntake } from './mail-reader.ts';
import type { Ports } from './ports.ts';

/** The mail providers that the server has a client for, by their id. */
export interface MailProviders {
  readonly providers: {
    readonly gmail?: ConsentMailProvider;
    readonly outlook?: ConsentMailProvider;
    readonly imap?: LogInMailProvider;
  };
  readonly intakes: Readonly<Partial<Record<MailProviderId, MailIntake>>>;
}

/** The ports of whoever speaks with mail providers: the mailboxes' domain, its jobs and its edges. */
export interface MailPorts extends Ports {
  readonly mail: MailProviders;
}

/** The same ports with the mail providers, where the server was started with them. */
export function withMail(ports: Ports): MailPorts {
  if (hasMail(ports)) return ports;
  throw new Problem('unavailable', 'This server was started without mail providers.');
}

export function hasMail(ports: Ports): ports is MailPorts {
  return 'mail' in ports;
}
