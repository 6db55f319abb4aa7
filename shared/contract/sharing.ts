import { z } from 'zod';
import { CorrespondenceId, MailboxId } from './ids.ts';
import { Line } from './plain-text.ts';

/**
 * What a mailbox's owner says about sharing. `contacts`: mail with people saved as contacts; `address` and `domain`
 * name people; `all`: everything. `isNever` keeps private whatever else is said.
 */
export const SharingRuleInput = z.object({
  kind: z.enum(['contacts', 'address', 'domain', 'all']),
  value: Line(320).default(''),
  isNever: z.boolean().default(false),
  /** Also mail with people at free-mail providers, whose domain says nothing about who they are. */
  includesFreeMail: z.boolean().default(false),
});
export type SharingRuleInput = z.output<typeof SharingRuleInput>;

export const PreviewSharing = z.object({ mailboxId: MailboxId, rules: z.array(SharingRuleInput).max(500) });
export type PreviewSharing = z.output<typeof PreviewSharing>;

/** What the team would see: so many mails, with so many people, of whom so many are contacts. */
export const SharingCount = z.object({
  mails: z.number().int(),
  people: z.number().int(),
  contacts: z.number().int(),
  /** All that is known of the mailbox. */
  mailsInMailbox: z.number().int(),
});
export type SharingCount = z.infer<typeof SharingCount>;

/** `confirmedMails`: the count that the owner saw and agreed to. */
export const ConfirmSharing = PreviewSharing.extend({ confirmedMails: z.int().min(0) });
export type ConfirmSharing = z.output<typeof ConfirmSharing>;

export const SharingView = z.object({
  mailboxId: MailboxId,
  rules: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['contacts', 'address', 'domain', 'all', 'thread']),
      value: z.string(),
      isNever: z.boolean(),
      includesFreeMail: z.boolean(),
      /** Mails that are shared because of it. */
      mails: z.number().int(),
    }),
  ),
  sharedMails: z.number().int(),
  privateMails: z.number().int(),
});
export type SharingView = z.infer<typeof SharingView>;

/** By hand, for the asker's own mail in a correspondence. `by-rules`: as the rules say. */
export const ShareThread = z.object({ id: CorrespondenceId, sharing: z.enum(['share', 'never', 'by-rules']) });
export type ShareThread = z.output<typeof ShareThread>;
