import type { CorrespondenceId, DiscussionId, MailboxId } from '#shared/contract/ids.ts';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { Context } from '#server/kernel/context.ts';
import type { LiveFeedEvent } from '#server/ports/live-feed.ts';
import type { LiveHub } from './live-hub.ts';

/**
 * An event of the feed as this person is told it: loaded now, with what they may see now. Undefined when they may
 * not see it, or it is about something that is no longer there.
 */
export async function tellEvent(hub: LiveHub, ctx: Context, event: LiveFeedEvent): Promise<LiveEvent | undefined> {
  if (event.userId !== null && event.userId !== ctx.userId) return undefined;
  if (event.kind === 'discussion') return tellDiscussion(hub, ctx, event);
  // Loaded for all who listen, so it need not wait for whether this person is told.
  const told = tellers[event.kind]?.(hub, event);
  told?.catch(() => undefined);
  if (event.discussionId !== null && !(await isTold(hub, ctx, event, event.discussionId))) return undefined;
  return told;
}

async function isTold(hub: LiveHub, ctx: Context, event: LiveFeedEvent, discussionId: string): Promise<boolean> {
  const audience = await hub.audiences.load(ctx.teamId, discussionId, event.cursor);
  if (audience === undefined || !audience.includes(ctx.userId)) return false;
  return audience.isDeleted === (event.kind === 'discussion-gone');
}

async function tellDiscussion(hub: LiveHub, ctx: Context, event: LiveFeedEvent): Promise<LiveEvent | undefined> {
  const found = await hub.discussions.load(ctx.teamId, event.discussionId ?? '', event.cursor);
  if (found === undefined || found.audience.isDeleted || !found.audience.includes(ctx.userId)) return undefined;
  return { kind: 'discussion', ...found.copyFor(ctx.userId) };
}

type Teller = (hub: LiveHub, event: LiveFeedEvent) => Promise<LiveEvent | undefined>;

const tellers: Readonly<Record<string, Teller>> = {
  message: async (hub, event) => {
    const message = await hub.messages.load(event.teamId, String(event.payload['messageId']), event.cursor);
    return message === undefined ? undefined : { kind: 'message', message };
  },
  'discussion-gone': async (_hub, event) => ({
    kind: 'discussion-gone',
    discussionId: event.discussionId as DiscussionId,
  }),
  correspondence: async (_hub, event) => ({
    kind: 'correspondence',
    correspondenceId: String(event.payload['correspondenceId']) as CorrespondenceId,
  }),
  contact: async (hub, event) => {
    const contact = await hub.contacts.load(event.teamId, String(event.payload['contactId']), event.cursor);
    return contact === undefined ? undefined : { kind: 'contact', contact };
  },
  'contact-gone': async (_hub, event) => ({
    kind: 'contact-gone',
    contactId: String(event.payload['contactId']),
    addresses: [],
  }),
  presence: async (hub, event) => {
    const presence = await hub.presences.load(event.teamId, event.discussionId ?? '', event.cursor);
    return presence === undefined ? undefined : { kind: 'presence', presence };
  },
  chat: async (hub, event) => {
    const chat = await hub.chats.load(event.teamId, event.teamId, event.cursor);
    return chat === undefined ? undefined : { kind: 'chat', chat };
  },
  mailbox: async (hub, event) => {
    const mailbox = await hub.mailboxes.load(event.teamId, String(event.payload['mailboxId']), event.cursor);
    return mailbox === undefined ? undefined : { kind: 'mailbox', mailbox };
  },
  'mailbox-gone': async (_hub, event) => ({
    kind: 'mailbox-gone',
    mailboxId: String(event.payload['mailboxId']) as MailboxId,
  }),
  session: async () => ({ kind: 'session' }),
};
