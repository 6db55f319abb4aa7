import type { Context } from 'hono';
import { headersOf } from '../mail-headers.ts';
import type { GraphMailbox, GraphMessage } from './mailbox.ts';
import { GraphRefusal } from './refusal.ts';
import type { GraphStandIn } from './stand-in.ts';

/** `POST /me/messages` with MIME: a draft, in the conversation of what it answers. */
export function createDraft(mailbox: GraphMailbox, c: Context, raw: Buffer): GraphMessage {
  if (c.req.header('content-type') !== 'text/plain') throw new GraphRefusal(400, 'UnableToDeserializePostBody');
  if (!/ImmutableId/.test(c.req.header('prefer') ?? ''))
    throw new GraphRefusal(400, 'this stand-in gives immutable ids only');
  const headers = headersOf(raw);
  if (raw.length > 4 * 1024 * 1024) throw new GraphRefusal(413, 'RequestBodyTooLarge');
  if (!headers.has('message-id')) throw new GraphRefusal(400, 'ErrorMimeContentInvalid');
  const answers = headers.get('in-reply-to');
  const conversation = [...mailbox.messages.values()].find(
    (message) => answers !== undefined && headersOf(message.raw).get('message-id') === answers,
  );
  return mailbox.deliver({
    raw,
    folder: 'drafts',
    isDraft: true,
    isRead: true,
    ...(conversation !== undefined && { conversationId: conversation.conversationId }),
  });
}

/** `POST /me/messages/{id}/send`: once; the same id names the sent mail from then on. */
export function sendDraft(standIn: GraphStandIn, mailbox: GraphMailbox, id: string): void {
  const message = mailbox.messages.get(id);
  if (message === undefined || !message.isDraft) throw new GraphRefusal(404, 'ErrorItemNotFound');
  const headers = headersOf(message.raw);
  const all = ['to', 'cc', 'bcc'].flatMap((name) => headers.get(name) ?? []).join();
  if (!all.includes('@')) throw new GraphRefusal(400, 'ErrorInvalidRecipients');
  mailbox.send(id);
  standIn.sent.push({ from: mailbox.address, id, raw: message.raw });
}
