import { z } from 'zod';
import { Email } from './email.ts';
import { ContactId, CorrespondenceId, DiscussionId, EmailId, UserId } from './ids.ts';
import { Line } from './plain-text.ts';
import { OwnShare } from './sharing.ts';

export const CorrespondenceState = z.enum(['open', 'waiting', 'closed']);
export type CorrespondenceState = z.infer<typeof CorrespondenceState>;

const InvolvedUser = z.object({ id: UserId, name: z.string(), pictureUrl: z.string().nullable() });

/** A correspondence in a list. Everything in it comes from what the team may see. */
export const CorrespondenceCard = z.object({
  id: CorrespondenceId,
  subject: z.string(),
  /** Who wrote the newest mail. */
  sender: z.object({ name: z.string(), address: z.string() }),
  preview: z.string(),
  lastEmailAt: z.iso.datetime().nullable(),
  emailCount: z.number().int(),
  attachmentCount: z.number().int(),
  state: CorrespondenceState,
  assignee: InvolvedUser.nullable(),
  tags: z.array(z.string()),
  caseId: z.string().nullable(),
  isUnread: z.boolean(),
  /** The asker is one of `users`. */
  isMine: z.boolean(),
  users: z.array(InvolvedUser),
  discussionId: DiscussionId.nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  version: z.number().int(),
});
export type CorrespondenceCard = z.infer<typeof CorrespondenceCard>;

export const ListCorrespondences = z.object({
  /** `mine`: those one is involved in, unread first. `all`: all that one may see, the newest first. */
  view: z.enum(['mine', 'all']).default('mine'),
  unread: z.boolean().default(false),
  state: CorrespondenceState.nullish(),
  assigneeId: UserId.nullish(),
  tag: z.string().max(60).nullish(),
  contactId: ContactId.nullish(),
  caseId: z.string().max(200).nullish(),
  search: Line(500).nullish(),
  cursor: z.string().max(500).nullish(),
});
export type ListCorrespondences = z.output<typeof ListCorrespondences>;

export const CorrespondencePage = z.object({
  cards: z.array(CorrespondenceCard),
  nextCursor: z.string().nullable(),
});
export type CorrespondencePage = z.infer<typeof CorrespondencePage>;

/** A correspondence with its newest mails, oldest first. */
export const CorrespondenceDetail = z.object({
  card: CorrespondenceCard,
  emails: z.array(Email),
  hasOlder: z.boolean(),
  /** Mails of the asker's own mailboxes that they do not share; what these say is only in the mailbox. */
  privateEmailCount: z.number().int(),
  /** Where the asker finds it in a webmail of their own; null when none of their mailboxes has it. */
  mailUrl: z.string().nullable().default(null),
  /** Why those of `emails` that the asker's own mailboxes share are shared. */
  ownShares: z.array(OwnShare).default([]),
});
export type CorrespondenceDetail = z.infer<typeof CorrespondenceDetail>;

export const CorrespondenceTag = Line(60).pipe(z.string().min(1, { error: 'A tag needs a name.' }));

/** Changes what is named and nothing else. */
export const ChangeCorrespondence = z.object({
  id: CorrespondenceId,
  change: z.object({
    state: CorrespondenceState.optional(),
    assigneeId: UserId.nullable().optional(),
    addTags: z.array(CorrespondenceTag).max(20).optional(),
    removeTags: z.array(CorrespondenceTag).max(20).optional(),
    caseId: Line(200).nullable().optional(),
  }),
});
export type ChangeCorrespondence = z.output<typeof ChangeCorrespondence>;

/** Why a mail is where it is, strongest reason first, as sentences. */
export const EmailReason = z.object({ emailId: EmailId, reasons: z.array(z.string()) });
export type EmailReason = z.infer<typeof EmailReason>;
