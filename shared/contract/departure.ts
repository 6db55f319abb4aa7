import { z } from 'zod';
import { MailboxId, UserId } from './ids.ts';

/** What becomes of what somebody leaves behind. A mailbox that is not named is disconnected. */
export const HandOver = z.object({
  /** Who answers what was theirs to answer; null: nobody yet. */
  assignTo: UserId.nullish(),
  mailboxesTo: z
    .array(z.object({ mailboxId: MailboxId, to: UserId }))
    .max(50)
    .optional(),
});
export type HandOver = z.infer<typeof HandOver>;

/** What somebody would leave behind. */
export const Departure = z.object({
  mailboxes: z.array(z.object({ id: MailboxId, address: z.string() })),
  assignedThreads: z.int(),
});
export type Departure = z.infer<typeof Departure>;
