import type { MailThread } from '../mail-data.ts';

/** A signed-in account and what its mailbox holds. */
export type GmailAccount = { name: string; address: string; threads: readonly MailThread[] };

export type GmailLanguage = 'en' | 'de' | 'fr' | 'ja' | 'ar';

/** Ways in which a page is not as expected. Each is off when left out. */
export type GmailFaults = {
  /** `data-thread-perm-id` is not there, or holds the text "undefined", as since November 2025. */
  permId?: 'missing' | 'undefined';
  /** `data-legacy-thread-id` is not there. */
  hexId?: 'missing';
  /** No `jslog` names a thread. */
  jslog?: 'missing';
  /** The page's ids all name this API thread id, whatever is open. */
  pageThreadId?: string;
  /** Only the subject's ids name this thread; the messages' don't. */
  subjectThreadId?: string;
  /** The header has no account button, or two with different accounts. */
  account?: 'missing' | 'two';
  /** The window's title holds no address. */
  title?: 'without-account';
  /** Every class has another name. */
  classes?: 'renamed';
  /** The subject stands outside the view's box. */
  subject?: 'moved';
  /** Ids of senders and recipients (`email`, `name`) are not there. */
  people?: 'missing';
  /** So many hidden subjects of other threads stand before the open one. */
  hiddenCopies?: number;
  /** The subject keeps the ids of the thread before for so long after a switch. */
  idLagMs?: number;
  /** A thread's view comes so long after its address. */
  renderDelayMs?: number;
  /** The header comes so long after the page. */
  headerDelayMs?: number;
};

export type GmailPageOptions = {
  accounts: readonly GmailAccount[];
  /** Which of the accounts: the number in `/u/<n>/`. */
  accountIndex?: number;
  theme?: 'light' | 'dark';
  language?: GmailLanguage;
  /** In the split pane the list stays and the thread stands beside it; its address then names no thread. */
  layout?: 'list' | 'split-pane';
  /** A window of its own with this thread in it. */
  popout?: MailThread;
  /** The page gets about so many elements. */
  nodeCount?: number;
  /** IANA name; the system's zone when left out. */
  timeZone?: string;
  faults?: GmailFaults;
};

/** The account that a page is about; throws when there is none at the index. */
export function getAccount({ accounts, accountIndex = 0 }: GmailPageOptions): GmailAccount {
  const account = accounts[accountIndex];
  if (account === undefined) throw new Error(`There is no account ${accountIndex}.`);
  return account;
}
