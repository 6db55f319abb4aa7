import type { OutgoingDraft, PreparedAnswer, Recipient } from '#shared/contract/outgoing-mail.ts';
import { domainOf, normaliseAddress } from '#shared/email/address.ts';

type Known = Pick<PreparedAnswer, 'ownDomains' | 'insiders'>;

/** Whether somebody is neither of the team nor among those who have the answered mail already. */
export function isOutsider({ address }: Recipient, { ownDomains, insiders }: Known): boolean {
  const normalised = normaliseAddress(address);
  if (normalised === undefined) return false;
  return !ownDomains.includes(domainOf(normalised)) && !insiders.includes(normalised);
}

/** Strangers whom an answer would bring in. Whoever passes a mail on, or begins one, chose whom it is for. */
export function findNewOutsiders({ kind, to, cc, bcc }: OutgoingDraft, known: Known): Recipient[] {
  if (kind === 'new' || kind === 'forward') return [];
  return [...to, ...cc, ...bcc].filter((person) => isOutsider(person, known));
}
