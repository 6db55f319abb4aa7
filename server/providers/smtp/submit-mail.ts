import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import { resolveMailHost } from '#server/kernel/resolve-mail-host.ts';
import { sayRefused, toSmtpTrouble } from './smtp-trouble.ts';

/** How every connection to a mail server is made; as for reading. */
export interface SubmitOptions {
  readonly timeoutMs: number;
  readonly privateHosts: readonly string[];
  readonly ca: readonly string[] | undefined;
}

/** Who a mail is from and goes to, whatever its header says. Addresses in ASCII where their hosts are not. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** A server that is there answers sooner, and somebody may look on. */
const mostConnectMs = 7000;

/** Logs in and does nothing else. @throws MailTrouble 'signed-out' when the password is not taken. */
export async function proveSubmission(account: MailAccount, options: SubmitOptions): Promise<void> {
  await withConnection(account, options, async () => undefined);
}

/**
 * Hands a mail to the account's server (RFC 6409).
 * @returns what is to be said of recipients that it did not take while it took others; null: it took all.
 * @throws MailTrouble; 'unreachable' only when nobody knows whether it took the mail.
 */
export async function submitMail(
  account: MailAccount,
  options: SubmitOptions,
  mail: { readonly envelope: Envelope; readonly raw: Uint8Array },
): Promise<string | null> {
  let isUnderWay = false;
  // The connection asks for the mail's bytes once the server said that it takes them, and not before.
  const body = Readable.from(
    (function* () {
      isUnderWay = true;
      yield mail.raw;
    })(),
  );
  const { from, to } = mail.envelope;
  const envelope = { from, to: [...to], size: mail.raw.byteLength };
  const send = (connection: SMTPConnection) =>
    new Promise<SMTPConnectionSendInfo>((resolve, reject) => {
      connection.once('error', reject);
      connection.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info)));
    });
  const { rejectedErrors = [] } = await withConnection(account, options, send, () => isUnderWay);
  return rejectedErrors.length === 0 ? null : sayRefused(rejectedErrors, account.smtp.host);
}

async function withConnection<Answer>(
  { smtp, user, password }: MailAccount,
  { timeoutMs, privateHosts, ca }: SubmitOptions,
  act: (connection: SMTPConnection) => Promise<Answer>,
  isUnderWay: () => boolean = () => false,
): Promise<Answer> {
  let connection: SMTPConnection | undefined;
  try {
    const { address, name } = await resolveMailHost(smtp, privateHosts);
    const isTls = smtp.security === 'tls';
    connection = new SMTPConnection({
      host: address,
      port: smtp.port,
      ...(address !== name && { servername: name }),
      secure: isTls,
      requireTLS: !isTls,
      tls: {
        rejectUnauthorized: true,
        ...(address !== name && { servername: name }),
        ...(ca !== undefined && { ca: [...ca] }),
      },
      connectionTimeout: Math.min(timeoutMs, mostConnectMs),
      greetingTimeout: Math.min(timeoutMs, mostConnectMs),
      socketTimeout: timeoutMs,
    });
    await logIn(connection, { user, password });
    return await act(connection);
  } catch (error) {
    throw toSmtpTrouble(error, smtp.host, isUnderWay());
  } finally {
    connection?.removeAllListeners('error');
    // What breaks after the answer changes nothing.
    connection?.on('error', () => undefined);
    connection?.quit();
  }
}

function logIn(connection: SMTPConnection, { user, password }: { user: string; password: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => {
      if (error) return reject(error);
      connection.login({ credentials: { user, pass: password } }, (refused) => (refused ? reject(refused) : resolve()));
    });
  });
}
