import { z } from 'zod';
import { ActivityId, ContactId, CorrespondenceId, EmailId } from './ids.ts';
import { Paragraphs } from './plain-text.ts';

/** One thing that happened with a contact. `title` and `text` are what to show; `actorName` is null for customers. */
export const TimelineEntry = z.object({
  id: z.uuid(),
  kind: z.enum([
    'email',
    // Written here, and not back from the mailbox yet.
    'outgoing-queued',
    'outgoing-sent',
    'outgoing-failed',
    'outgoing-unknown',
    'note',
    'call',
    'meeting',
    'saved',
    'edited',
    'discussion-started',
    'message',
    'state',
    'assignee',
    'tags',
    'case',
    'merge',
    'split',
    'undo',
    'notify',
  ]),
  at: z.iso.datetime(),
  actorName: z.string().nullable(),
  /** Of mails: whether the customer or the team wrote it. */
  direction: z.enum(['in', 'out']).nullable(),
  title: z.string(),
  text: z.string(),
  correspondenceId: CorrespondenceId.nullable(),
  emailId: EmailId.nullable(),
  /** What may be changed or deleted under this id. */
  activityId: ActivityId.nullable(),
  version: z.number().int().nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

export const ReadTimeline = z.object({ contactId: ContactId, cursor: z.string().max(500).nullish() });
export type ReadTimeline = z.output<typeof ReadTimeline>;

export const TimelinePage = z.object({ entries: z.array(TimelineEntry), nextCursor: z.string().nullable() });
export type TimelinePage = z.infer<typeof TimelinePage>;

/** E-mails become activities by themselves. */
export const ActivityType = z.enum(['TYPE_EMAIL', 'TYPE_NOTE', 'TYPE_CALL', 'TYPE_MEETING']);
export type ActivityType = z.infer<typeof ActivityType>;

const ActivityBody = Paragraphs(20_000);

/** `id` is client-made, so that a repeat is the same activity. */
export const AddActivity = z.object({
  id: ActivityId,
  type: ActivityType.exclude(['TYPE_EMAIL']),
  contactIds: z.array(ContactId).min(1).max(100),
  correspondenceId: CorrespondenceId.nullable().default(null),
  body: ActivityBody,
  at: z.iso.datetime({ offset: true }).optional(),
});
export type AddActivity = z.output<typeof AddActivity>;

/** Changes what people wrote of it. The mail of an e-mail activity stays as it is. */
export const ChangeActivity = z.object({
  id: ActivityId,
  version: z.int(),
  change: z.object({ body: ActivityBody.optional(), at: z.iso.datetime({ offset: true }).optional() }),
});
export type ChangeActivity = z.output<typeof ChangeActivity>;

export const Activity = z.object({
  id: ActivityId,
  type: ActivityType,
  contactIds: z.array(ContactId),
  correspondenceId: CorrespondenceId.nullable(),
  emailId: EmailId.nullable(),
  userId: z.uuid(),
  body: z.string(),
  version: z.number().int(),
  at: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export type Activity = z.infer<typeof Activity>;
