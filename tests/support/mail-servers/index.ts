import { ImapFlow } from 'imapflow';
import type { MailAccount } from '#shared/contract/mail-account.ts';
import { createCertificate } from './certificate.ts';
import { startDovecot } from './dovecot.ts';
import { startSubmission, type Submission } from './submission.ts';

/**
 * A company's own mail servers: Dovecot to read from, and a submission service that delivers into it, to the account of
 * the whole address and to that of its first part.
 */
export interface MailServers {
  /** What a server needs to be told to reach them. */
  readonly settings: Readonly<Record<string, string>>;
  readonly submission: Submission;
  /** An account as its owner would type it in; every address has one. */
  accountOf(address: string): MailAccount;
  /** Another mail program of the owner's, logged in; closed with the servers. */
  openProgram(address: string): Promise<ImapFlow>;
  close(): Promise<void>;
}

/** @param capability what Dovecot says that it can do, instead of all that it can. */
export async function startMailServers({ capability }: { capability?: string } = {}): Promise<MailServers> {
  const certificate = await createCertificate();
  const dovecot = await startDovecot(certificate, capability);
  const programs: ImapFlow[] = [];

  async function openProgram(address: string): Promise<ImapFlow> {
    const program = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.port,
      secure: true,
      auth: { user: address, pass: dovecot.password },
      tls: { ca: certificate.cert },
      logger: false,
      disableAutoIdle: true,
    });
    program.on('error', () => undefined);
    await program.connect();
    programs.push(program);
    return program;
  }

  const submission = await startSubmission({
    certificate,
    password: dovecot.password,
    onMail: async ({ to, raw }) => {
      for (const address of to.filter((each) => each.endsWith('@larkfield.example'))) {
        for (const user of [address, address.split('@')[0] ?? '']) {
          const program = await openProgram(user);
          await program.append('INBOX', raw);
        }
      }
    },
  });

  return {
    settings: { MAIL_PRIVATE_HOSTS: '127.0.0.1', MAIL_CA_FILE: certificate.certFile },
    submission,
    openProgram,
    accountOf: (address) => ({
      address,
      user: address,
      password: dovecot.password,
      imap: { host: '127.0.0.1', port: dovecot.port, security: 'tls' },
      smtp: { host: '127.0.0.1', port: submission.port, security: 'tls' },
    }),
    close: async () => {
      for (const program of programs) program.close();
      await Promise.all([submission.close(), dovecot.close()]);
      await certificate.forget();
    },
  };
}
