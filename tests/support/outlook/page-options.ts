import type { MailThread } from '../mail-data.ts';

/** A signed-in account and what its mailbox holds. */
export type OutlookAccount = { name: string; address: string; threads: readonly MailThread[] };

export type OutlookLanguage = 'en' | 'de' | 'fr' | 'ja' | 'ar';

export type OutlookHost = (typeof outlookHosts)[number];
export const outlookHosts = [
  'outlook.office.com',
  'outlook.office365.com',
  'outlook.live.com',
  'outlook.cloud.microsoft',
] as const;

/** Ways in which a page is not as expected. Each is off when left out. */
export type OutlookFaults = {
  /**
   * The header's label and the folder tree name no account; two accounts; only the tree does, as for consumers; or a
   * shared mailbox has a root of its own in the tree; `shared-by-name`: which shows a display name instead of its address.
   */
  account?: 'missing' | 'two' | 'consumer' | 'shared' | 'shared-by-name';
  /** Whose folder is open where there is a shared mailbox; none when left out, as in a search. */
  openMailbox?: 'own' | 'shared';
  /** Senders are shown with their address (default), or by name alone. */
  people?: 'names-only' | 'missing';
  /** The list holds only so many rows, from the top: the open one may not be among them. */
  rowCount?: number;
  /** The pane shows this thread, whatever is open. */
  paneThreadId?: string;
  /** The list marks this thread as the open one, whatever is open. */
  selectedThreadId?: string;
  /** The pane follows the address after so long; default 150. */
  paneLagMs?: number;
  /** The pane of a page that was just loaded comes after so long; default 100. */
  coldMs?: number;
  /** So many hidden panes with other threads stand before the open one. */
  hiddenCopies?: number;
};

export type OutlookPageOptions = {
  accounts: readonly OutlookAccount[];
  /** Which of the accounts: the number in `/mail/<n>/`. */
  accountIndex?: number;
  theme?: 'light' | 'dark';
  language?: OutlookLanguage;
  /** Where the reading pane stands; off: a thread takes the list's place. */
  readingPane?: 'right' | 'bottom' | 'off';
  /** Off: each row is one message, and addresses carry its id. */
  conversations?: 'on' | 'off';
  /** A window of its own with the newest message of this thread in it. */
  popout?: MailThread;
  /** Class names are hashes of a build; another build has others. */
  build?: string;
  /** IANA name; the system's zone when left out. */
  timeZone?: string;
  faults?: OutlookFaults;
};

/** The account that a page is about; throws when there is none at the index. */
export function getOutlookAccount({ accounts, accountIndex = 0 }: OutlookPageOptions): OutlookAccount {
  const account = accounts[accountIndex];
  if (account === undefined) throw new Error(`There is no account ${accountIndex}.`);
  return account;
}
