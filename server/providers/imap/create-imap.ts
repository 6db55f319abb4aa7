import { MailAccount } from '#shared/contract/mail-account.ts';
import type { LogInMailProvider, MailCost, MailQuota, MailTokens } from '#server/ports/mail-reader.ts';
import type { MailSender } from '#server/ports/mail-sender.ts';
import { createSessions, type ConnectOptions } from './imap-session.ts';
import { proveAddress, type Submit } from './prove-address.ts';
import { createImapReader } from './read-mail.ts';
import { createSentFolder } from './sent-folder.ts';

/** How mail goes out from an account, which is no matter of IMAP. */
export interface Submission {
  /** Logs in. @throws MailTrouble */
  prove(account: MailAccount): Promise<void>;
  submit(account: MailAccount, mail: Parameters<Submit>[0]): Promise<unknown>;
  sender(account: MailAccount, sentFolder: ReturnType<typeof createSentFolder>): MailSender;
}

/** A mail server names no allowance; one connection does one thing at a time, so asking for more gains nothing. */
const quota: MailQuota = {
  units: 60_000,
  windowMs: 60_000,
  callsAtOnce: 3,
  costs: {
    begin: one(1),
    list: one(1),
    changes: one(1),
    read: one(1),
    state: one(1),
    thread: one(1),
    watch: one(1),
    // Most submission services take some thirty mails a minute from one person.
    send: one(2000),
  },
};

function one(units: number): MailCost {
  return { units, calls: 1 };
}

/** A password is good until it is changed. */
const never = new Date('9999-12-31T00:00:00Z');

/**
 * Any other account: read by IMAP (RFC 9051, 3501), sent from by `submission`. What the ports call an access token is
 * the account itself, hosts and password, which lies in the vault like any other.
 */
export function createImap(options: ConnectOptions, submission: Submission): LogInMailProvider {
  const sessionOf = createSessions(options);
  return {
    id: 'imap',
    name: 'Other account',
    threadKind: null,
    quota,
    // It tells over a connection that stays open, not by a request to this server.
    canWatch: false,
    // So it is asked often: one command tells whether anything changed.
    checkMinutes: 2,
    listsStates: true,
    canDelegate: false,
    prove: async (account) => {
      const session = sessionOf(account);
      await session.wake();
      await submission.prove(account);
      await proveAddress(account, session, (mail) => submission.submit(account, mail));
      return { tokens: toTokens(account), address: account.address, via: null, features: ['read', 'send'] };
    },
    refresh: async (token) => toTokens(fromToken(token)),
    revoke: async () => undefined,
    reader: (token) => createImapReader(fromToken(token), sessionOf(fromToken(token))),
    sender: (token) => {
      const account = fromToken(token);
      return submission.sender(account, createSentFolder(account, sessionOf(account)));
    },
  };
}

function toTokens(account: MailAccount): MailTokens {
  const token = JSON.stringify(account);
  return { accessToken: token, refreshToken: token, expiresAt: never, scopes: [] };
}

function fromToken(token: string): MailAccount {
  return MailAccount.parse(JSON.parse(token));
}
