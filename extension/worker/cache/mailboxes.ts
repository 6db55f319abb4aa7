import type { Mailbox } from '#shared/contract/mailbox.ts';
import type { Row } from './store.ts';

/** A person's connected mailboxes. Its key is the scope. */
export interface MailboxesRow extends Row {
  mailboxes: Mailbox[];
}

export const mailboxesIndexes = 'key';

/** The mailboxes with one of them replaced, or added. */
export function withMailbox(mailboxes: readonly Mailbox[], mailbox: Mailbox): Mailbox[] {
  const others = mailboxes.filter(({ id }) => id !== mailbox.id);
  return [...others, mailbox].toSorted((a, b) => a.connectedAt.localeCompare(b.connectedAt));
}
