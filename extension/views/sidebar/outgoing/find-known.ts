import type { Email } from '#shared/contract/email.ts';
import type { Recipient } from '#shared/contract/outgoing-mail.ts';

/** Everybody in these e-mails, each once: whom an answer may be meant for. */
export function findKnown(emails: readonly Email[]): Recipient[] {
  const found = new Map<string, Recipient>();
  for (const { from, to, cc } of emails)
    for (const { name, address } of [...from, ...to, ...cc]) {
      const known = found.get(address);
      if (known === undefined || known.name === '') found.set(address, { name, address });
    }
  return [...found.values()];
}
