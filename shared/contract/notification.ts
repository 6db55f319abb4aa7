import { z } from 'zod';
import { CorrespondenceId, DiscussionId, MailboxId, MessageId } from './ids.ts';

const Minute = z.int().min(0).max(1439);

/** When a person is told on their desktop. `quiet`: minutes from midnight by the device's clock, possibly over it. */
export const NotificationSettings = z.object({
  mentions: z.boolean(),
  assignments: z.boolean().default(true),
  quiet: z.object({ from: Minute, until: Minute }).nullable(),
  quietWeekends: z.boolean(),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

/** The clock where a device is: minute of the day, and day of the week with 0 for Sunday. */
export const LocalTime = z.object({ minute: Minute, weekday: z.int().min(0).max(6) });
export type LocalTime = z.infer<typeof LocalTime>;

/** Somebody named this person in a message that they have not read. */
export const NotificationView = z.object({
  messageId: MessageId,
  discussionId: DiscussionId,
  seq: z.int(),
  authorName: z.string(),
  subject: z.string(),
  /** The beginning of the message in one line of plain text. */
  preview: z.string(),
  at: z.iso.datetime(),
  /** Opens the thread in the person's own webmail, null when only a teammate's mailbox has it. */
  webmailUrl: z.string().nullable(),
  /** Where the discussion is in the chat, null when it is not there. */
  chatUrl: z.string().nullable(),
});
export type NotificationView = z.infer<typeof NotificationView>;

/** A correspondence that is this person's to answer and that they have not read since it is, or since more came. */
export const AssignmentView = z.object({
  /** This one assignment: assigned again, it is another. */
  id: z.uuid(),
  correspondenceId: CorrespondenceId,
  /** Who assigned it; null: nobody by hand, or somebody who has left. */
  assignedBy: z.string().nullable(),
  at: z.iso.datetime(),
  subject: z.string(),
  /** Who wrote the mail. */
  senderName: z.string(),
  discussionId: DiscussionId.nullable(),
  /** Opens the thread in the person's own webmail, null when only a teammate's mailbox has it. */
  webmailUrl: z.string().nullable(),
});
export type AssignmentView = z.infer<typeof AssignmentView>;

/** A mailbox of this person's has to be connected again. */
export const MailboxAlarm = z.object({ id: z.uuid(), mailboxId: MailboxId, address: z.string() });
export type MailboxAlarm = z.infer<typeof MailboxAlarm>;

/** What a device may show now. `againInMs`: when to ask again by itself (quiet times end, another device may fail). */
export const ClaimedNotifications = z.object({
  notifications: z.array(NotificationView),
  assignments: z.array(AssignmentView),
  alarms: z.array(MailboxAlarm),
  againInMs: z.int().nullable(),
});
export type ClaimedNotifications = z.infer<typeof ClaimedNotifications>;
