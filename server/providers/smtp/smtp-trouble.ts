import type { NodemailerError } from 'nodemailer';
import { HostRefused } from '#server/kernel/resolve-mail-host.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';

/** A mail refused for now is tried again after as long: greylisting asks for some minutes (RFC 6647). */
const greyMs = 5 * 60_000;

/**
 * Why a mail server did not take a mail, as a sentence with its codes (RFC 5321, 3463) and without its own words.
 * @param isUnderWay whether the mail itself had begun to go up: then a lost connection leaves it open whether it went.
 */
export function toSmtpTrouble(error: unknown, host: string, isUnderWay: boolean): MailTrouble {
  if (error instanceof MailTrouble) return error;
  if (error instanceof HostRefused) return new MailTrouble('deferred', error.message);
  const failure = error as NodemailerError;
  if (failure.responseCode === undefined) return withoutReply(failure, host, isUnderWay);
  if (failure.permanent !== true)
    return new MailTrouble('deferred', `${host} asks to try again later (${codesOf(failure)}).`, {
      retryAfterMs: greyMs,
    });
  if (failure.code === 'EAUTH')
    return new MailTrouble(
      'signed-out',
      `${host} does not take the log-in name and password (any more). Connect the account again.`,
    );
  return new MailTrouble('refused', sayRefusal(failure, host));
}

function withoutReply({ code = '', originalCode = '' }: NodemailerError, host: string, isUnderWay: boolean) {
  if (/CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO_VERIFY/.test(originalCode))
    return new MailTrouble(
      'deferred',
      `${host} shows a certificate that can't be trusted, so nothing was said to it. Ask whoever runs it.`,
    );
  if (code === 'EMESSAGE') return new MailTrouble('refused', `The mail is larger than ${host} takes.`);
  if (code === 'ETLS') return new MailTrouble('deferred', `${host} offers no encrypted connection there.`);
  if (code === 'EENVELOPE') return new MailTrouble('refused', 'A recipient’s address can’t be written in a mail.');
  return new MailTrouble(isUnderWay ? 'unreachable' : 'deferred', `${host} did not answer.`);
}

function sayRefusal(failure: NodemailerError, host: string): string {
  const { command = '', rejectedErrors = [] } = failure;
  const codes = codesOf(failure);
  if (rejectedErrors.length > 0) return sayRefused(rejectedErrors, host);
  if (/5\.3\.4|5\.2\.3/.test(codes)) return `The mail is larger than ${host} takes (${codes}).`;
  if (/^552|5\.2\.2/.test(codes)) return `${host} says that a mailbox is full (${codes}).`;
  if (command === 'MAIL FROM') return `${host} does not let this account send under its address (${codes}).`;
  return `${host} refused the mail (${codes}).`;
}

/** Recipients that were not taken, each with why. */
export function sayRefused(errors: readonly NodemailerError[], host: string): string {
  const each = errors.map((error) => `${error.recipient ?? 'a recipient'} (${codesOf(error)})`);
  const isFull = errors.every((error) => /^552|[45]\.2\.2/.test(codesOf(error)));
  return isFull ? `The mailbox is full: ${each.join(', ')}.` : `${host} takes no mail for ${each.join(', ')}.`;
}

/** `550 5.1.1`: the reply's code, and the enhanced one where there is one. */
function codesOf({ responseCode, response = '' }: NodemailerError): string {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})/.exec(response)?.[1];
  return [responseCode ?? response.slice(0, 3), enhanced].filter(Boolean).join(' ');
}
