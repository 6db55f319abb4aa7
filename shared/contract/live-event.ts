import { z } from 'zod';
import { ChatStatus } from './chat.ts';
import { Contact } from './contact.ts';
import { Discussion, DiscussionCard, Message, PresenceView } from './discussion.ts';
import { CorrespondenceId, DiscussionId, MailboxId } from './ids.ts';
import { Mailbox } from './mailbox.ts';

/**
 * What the server tells a worker. Each is a full, newer copy of what changed, so applying one twice is harmless.
 * `reset`: the cursor is too old; read everything shown afresh.
 */
export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), message: Message }),
  z.object({
    kind: z.literal('discussion'),
    discussion: Discussion.omit({ messages: true, hasOlder: true }),
    card: DiscussionCard,
  }),
  z.object({ kind: z.literal('discussion-gone'), discussionId: DiscussionId }),
  z.object({ kind: z.literal('correspondence'), correspondenceId: CorrespondenceId }),
  z.object({ kind: z.literal('contact'), contact: Contact }),
  z.object({ kind: z.literal('contact-gone'), contactId: z.uuid(), addresses: z.array(z.string()) }),
  z.object({ kind: z.literal('presence'), presence: PresenceView }),
  z.object({ kind: z.literal('chat'), chat: ChatStatus.omit({ me: true }) }),
  z.object({ kind: z.literal('mailbox'), mailbox: Mailbox }),
  z.object({ kind: z.literal('mailbox-gone'), mailboxId: MailboxId }),
  z.object({ kind: z.literal('session') }),
  z.object({ kind: z.literal('reset') }),
  z.object({ kind: z.literal('heartbeat'), at: z.iso.datetime() }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
