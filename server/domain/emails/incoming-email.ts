import type { CorrespondenceId, EmailId, MailboxId, TeamId, UserId } from '#shared/contract/ids.ts';
import type { MailBytes } from '#server/ports/mail-bytes.ts';

/** A mail as a mailbox gives it. */
export interface IncomingEmail {
  readonly teamId: TeamId;
  readonly mailboxId: MailboxId;
  /** Whose mailbox it is, or the first of its users. */
  readonly ownerUserId: UserId;
  /** As the provider itself names it. */
  readonly mailboxAddress: string;
  readonly providerMessageId: string;
  readonly providerThreadId: string | null;
  /** What the webmail's page calls this thread; null where no page of the provider is read. */
  readonly threadKind: 'gmail-thread' | 'outlook-conversation' | null;
  /** The bytes as transferred (RFC 5322). */
  readonly raw: MailBytes;
  readonly receivedAt: Date;
  /** `inbox`, `sent`, `draft`, `spam` and `trash` in lower case where the provider has them, its own words beside. */
  readonly labels: readonly string[];
  readonly isRead: boolean;
}

/** What became of it. The ids are undefined for what is not kept: spam, the bin, drafts. */
export interface StoredEmail {
  readonly emailId: EmailId | undefined;
  readonly correspondenceId: CorrespondenceId | undefined;
  /** False when the team had the mail already, from this or another mailbox. */
  readonly isNew: boolean;
  readonly isShared: boolean;
}

const unkept: ReadonlySet<string> = new Set(['spam', 'trash', 'draft']);

/** Whether mail under these labels is left at the provider. */
export function isLeftOut(labels: readonly string[]): boolean {
  return labels.some((label) => unkept.has(label.toLowerCase()));
}
