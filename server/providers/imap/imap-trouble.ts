import { HostRefused } from '#server/kernel/resolve-mail-host.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';

/** What imapflow and Node put on errors. */
interface Failure {
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly serverResponseCode?: unknown;
  readonly mailboxMissing?: unknown;
  readonly responseStatus?: unknown;
}

/** A log-in that was refused for a reason that passes (RFC 5530). */
const passing = ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG'];

/** A failed command or connection, as a sentence without what the server said: that may quote mail. */
export function toImapTrouble(error: unknown, host: string): MailTrouble {
  if (error instanceof MailTrouble) return error;
  if (error instanceof HostRefused) return new MailTrouble('unreachable', error.message);
  const { code, authenticationFailed, serverResponseCode, mailboxMissing, responseStatus } = error as Failure;
  const said = typeof serverResponseCode === 'string' ? serverResponseCode : '';
  if (passing.includes(said)) return new MailTrouble('unreachable', `${host} asks to try again later.`);
  if (authenticationFailed === true)
    return new MailTrouble(
      'signed-out',
      `${host} does not take the log-in name and password (any more). Connect the account again.`,
    );
  if (mailboxMissing === true || said === 'NONEXISTENT') return new MailTrouble('missing', 'The folder is gone.');
  if (isAboutCertificate(code)) return new MailTrouble('unreachable', certificateSentence(host));
  if (responseStatus === 'NO' || responseStatus === 'BAD')
    return new MailTrouble('refused', `${host} refused a request${said === '' ? '' : ` (${said})`}.`);
  return new MailTrouble('unreachable', `${host} did not answer.`);
}

/** Node's and OpenSSL's codes for a certificate that can't be trusted. */
export function isAboutCertificate(code: unknown): boolean {
  return typeof code === 'string' && /CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/.test(code);
}

export function certificateSentence(host: string): string {
  return `${host} shows a certificate that can't be trusted, so nothing was said to it. Ask whoever runs it.`;
}
