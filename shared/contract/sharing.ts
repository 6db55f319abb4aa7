import { z } from 'zod';
import { CorrespondenceId, EmailId, MailboxId, UserId } from './ids.ts';
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
      /** Accepted with a rule for the whole team. */
      isOfTeam: z.boolean().default(false),
      /** Was a former owner's, and shares nothing before the present one confirms it. */
      isSuggested: z.boolean().default(false),
      /** Mails that are shared because of it. */
      mails: z.number().int(),
    }),
  ),
  sharedMails: z.number().int(),
  privateMails: z.number().int(),
  /** Those of `sharedMails` that a former owner had shared, and that stay with the team whatever the rules say. */
  handedOverMails: z.number().int().default(0),
});
export type SharingView = z.infer<typeof SharingView>;

/** By hand, for the asker's own mail in a correspondence. `by-rules`: as the rules say. */
export const ShareThread = z.object({ id: CorrespondenceId, sharing: z.enum(['share', 'never', 'by-rules']) });
export type ShareThread = z.output<typeof ShareThread>;

/** What held for the thread before, to go back to. */
export const SharedThread = ShareThread.pick({ sharing: true });
export type SharedThread = z.infer<typeof SharedThread>;

/** Why one of the asker's own mails is shared. `thread`: by hand. `handed-over`: a former owner of the mailbox did. */
export const OwnShare = z.object({
  emailId: EmailId,
  address: z.string(),
  because: z.enum(['contacts', 'address', 'domain', 'all', 'thread', 'handed-over']),
  /** The address or domain that the rule names. */
  value: z.string(),
  isOfTeam: z.boolean(),
  /** Whose word it was; null when they are gone. */
  by: z.object({ id: UserId, name: z.string() }).nullable(),
  at: z.iso.datetime().nullable(),
});
export type OwnShare = z.infer<typeof OwnShare>;

/** What an admin proposes to share of everybody's mailboxes. */
export const ProposeTeamRule = SharingRuleInput.omit({ isNever: true });
export type ProposeTeamRule = z.output<typeof ProposeTeamRule>;

export const TeamRuleAt = z.object({ ruleId: z.uuid(), mailboxId: MailboxId });
export type TeamRuleAt = z.output<typeof TeamRuleAt>;

/** `confirmedMails`: how many more the owner saw that accepting shares. */
export const AnswerTeamRule = TeamRuleAt.extend({ accept: z.boolean(), confirmedMails: z.int().min(0) });
export type AnswerTeamRule = z.output<typeof AnswerTeamRule>;

/** A proposed rule, and what became of it. */
export const TeamRule = z.object({
  id: z.uuid(),
  kind: ProposeTeamRule.shape.kind,
  value: z.string(),
  includesFreeMail: z.boolean(),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
  /** For whom may propose: of how many mailboxes their owners accepted or declined it. */
  answers: z.object({ accepted: z.int(), declined: z.int(), open: z.int() }).nullable(),
  /** The asker's own mailboxes. `mails`: shared because of it. */
  mine: z.array(
    z.object({
      mailboxId: MailboxId,
      address: z.string(),
      answer: z.enum(['open', 'accepted', 'declined']),
      mails: z.int(),
    }),
  ),
});
export type TeamRule = z.infer<typeof TeamRule>;
