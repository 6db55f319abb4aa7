import browser from 'webextension-polyfill';
import type { OpenEmail, SeenEmail } from '#shared/contract/open-email.ts';
import { readOutlookMailbox } from '#shared/email/outlook-id.ts';
import { readStored } from '../stored.ts';

const key = 'mailbox-accounts';
const mostRemembered = 50;

type Accounts = Record<string, string>;

/** Which account each mailbox belongs to, as pages have told it that name both. */
export interface MailboxAccounts {
  readonly ready: Promise<void>;
  /** Keeps what a page says that names its account. */
  learn(email: OpenEmail): Promise<void>;
  /**
   * What a page told, with the account of the mailbox that its thread belongs to where the page names none; where that
   * is not known either, that the page can't be read.
   */
  complete(email: SeenEmail): OpenEmail;
}

/** Builds the memory over extension storage. */
export function createMailboxAccounts(): MailboxAccounts {
  let accounts: Accounts = {};
  const load = async (): Promise<void> => {
    accounts = (await readStored<Accounts>(key)) ?? {};
  };
  return {
    ready: load(),
    async learn(email) {
      const mailbox = email.state === 'open' ? readMailbox(email.thread) : undefined;
      if (mailbox === undefined || email.account === null || accounts[mailbox] === email.account) return;
      const others = Object.entries(accounts).filter(([known]) => known !== mailbox);
      accounts = Object.fromEntries([...others, [mailbox, email.account]].slice(-mostRemembered));
      await browser.storage.local.set({ [key]: accounts });
    },
    complete(email) {
      if (email.state !== 'open') return email;
      const { webmail, thread } = email;
      const mailbox = readMailbox(thread);
      const known = mailbox !== undefined && Object.hasOwn(accounts, mailbox) ? accounts[mailbox] : undefined;
      const account = email.account ?? known;
      if (account !== undefined) return { ...email, account };
      return { state: 'unreadable', webmail, account: null, reason: 'account-unknown', shape: '' };
    },
  };
}

function readMailbox({ kind, id }: { kind: string; id: string }): string | undefined {
  return kind.startsWith('outlook-') ? readOutlookMailbox(id) : undefined;
}
