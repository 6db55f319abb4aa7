import browser from 'webextension-polyfill';
import type { OpenEmail, SeenEmail } from '#shared/contract/open-email.ts';
import { readOutlookMailbox } from '#shared/email/outlook-id.ts';
import { readWebmailUrl } from '#shared/email/webmail-url.ts';
import { readStored } from '../stored.ts';

const key = 'mailbox-accounts';
const mostRemembered = 50;

type Accounts = Record<string, string>;

/** Which account each mailbox belongs to, as pages have told it that name both. */
export interface MailboxAccounts {
  readonly ready: Promise<void>;
  /** Keeps what a page says that names its account. */
  learn(email: OpenEmail): Promise<void>;
  /** The account that an address's thread belongs to, as far as it is known. */
  findByUrl(url: string): string | undefined;
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
  const find = (mailbox: string | undefined): string | undefined =>
    mailbox !== undefined && Object.hasOwn(accounts, mailbox) ? accounts[mailbox] : undefined;
  return {
    ready: load(),
    async learn(email) {
      const mailbox = email.state === 'open' ? readMailbox(email.thread) : undefined;
      if (mailbox === undefined || email.account === null || accounts[mailbox] === email.account) return;
      const others = Object.entries(accounts).filter(([known]) => known !== mailbox);
      accounts = Object.fromEntries([...others, [mailbox, email.account]].slice(-mostRemembered));
      await browser.storage.local.set({ [key]: accounts });
    },
    findByUrl(url) {
      const { kind, id } = readWebmailUrl(url);
      return find(id === null ? undefined : readMailbox({ kind, id }));
    },
    complete(email) {
      if (email.state !== 'open') return email;
      const { webmail, thread } = email;
      const known = find(readMailbox(thread));
      const account = email.account ?? known;
      if (account !== undefined) return { ...email, account };
      return { state: 'unreadable', webmail, account: null, reason: 'account-unknown', shape: '' };
    },
  };
}

function readMailbox({ kind, id }: { kind: string; id: string }): string | undefined {
  return kind.startsWith('outlook-') ? readOutlookMailbox(id) : undefined;
}
