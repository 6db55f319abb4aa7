import { z } from 'zod';
import { ActivityId, ContactId, CorrespondenceId, EmailId, FileId, UserId } from './ids.ts';

/** Somebody in a mail; `userId` set for teammates, `contactId` for saved contacts. */
export const EmailPerson = z.object({
  name: z.string(),
  address: z.string(),
  userId: UserId.nullable(),
  contactId: ContactId.nullable(),
});
export type EmailPerson = z.infer<typeof EmailPerson>;

export const EmailAttachment = z.object({
  id: FileId,
  name: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  /** A picture that the mail's own markup shows, by this id. */
  isInline: z.boolean(),
  contentId: z.string().nullable(),
  /** Short-lived signed link. */
  url: z.string(),
});
export type EmailAttachment = z.infer<typeof EmailAttachment>;

export const EmailFragment = z.object({
  content: z.string(),
  isQuoted: z.boolean(),
  isSignature: z.boolean(),
  isHidden: z.boolean(),
});
export type EmailFragment = z.infer<typeof EmailFragment>;

/** A mail that the team may see. `bcc` is empty for mail that came from outside. */
export const Email = z.object({
  id: EmailId,
  correspondenceId: CorrespondenceId,
  activityId: ActivityId.nullable(),
  direction: z.enum(['in', 'out']),
  subject: z.string(),
  sentAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
  from: z.array(EmailPerson),
  to: z.array(EmailPerson),
  cc: z.array(EmailPerson),
  bcc: z.array(EmailPerson),
  /** What was written in this mail, without what it quotes. */
  visibleText: z.string(),
  fragments: z.array(EmailFragment),
  /** The mail says more than what is kept of its text. */
  isCut: z.boolean().optional(),
  hasHtml: z.boolean(),
  attachments: z.array(EmailAttachment),
  /** Teammates whose mailboxes have it and who share it, or who are named in it. */
  heldBy: z.array(z.object({ id: UserId, name: z.string() })),
});
export type Email = z.infer<typeof Email>;

/** A mail's markup as its sender wrote it: hostile until sanitised. `isCut`: longer than what is kept for showing. */
export const EmailMarkup = z.object({ html: z.string(), isCut: z.boolean() });
export type EmailMarkup = z.infer<typeof EmailMarkup>;

/** The beginning of a text file. */
export const FileText = z.object({ text: z.string(), isCut: z.boolean() });
export type FileText = z.infer<typeof FileText>;
