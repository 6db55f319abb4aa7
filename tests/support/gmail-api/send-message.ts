import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { parseAddress } from '#shared/email/address.ts';
import { answerCall, GmailRefusal } from './answer-call.ts';
import { headersOf } from '../mail-headers.ts';
import type { GmailMailbox } from './mailbox.ts';
import type { GmailStandIn } from './stand-in.ts';

/** `messages.send`, as JSON or as an upload: the mail goes out without its Bcc and lies in Sent. */
export async function answerSend(standIn: GmailStandIn, c: Context<{ Bindings: HttpBindings }>): Promise<Response> {
  const body = await readUpload(c);
  return answerCall(standIn, c, 'messages.send', (mailbox) => {
    const raw = withOwnId(standIn, withoutBcc(body.raw));
    checkMail(mailbox, body.raw);
    const threadId = findThread(mailbox, body.threadId);
    const { id } = mailbox.deliver({ raw, labelIds: ['SENT'], ...(threadId !== undefined && { threadId }) });
    standIn.sent.push({ from: mailbox.address, id, raw: body.raw });
    return { id, threadId: mailbox.get(id).threadId, labelIds: ['SENT'] };
  });
}

async function readUpload(c: Context): Promise<{ raw: Buffer; threadId: string | undefined }> {
  const type = c.req.header('content-type') ?? '';
  const bytes = Buffer.from(await c.req.arrayBuffer());
  if (!type.startsWith('multipart/related')) {
    const { raw, threadId } = JSON.parse(bytes.toString()) as { raw?: string; threadId?: string };
    return { raw: Buffer.from(raw ?? '', 'base64url'), threadId };
  }
  const boundary = `--${/boundary=([^;]+)/.exec(type)?.[1] ?? ''}`;
  const [, json = '', mail = ''] = bytes.toString('latin1').split(boundary);
  const { threadId } = JSON.parse(json.slice(json.indexOf('\r\n\r\n'))) as { threadId?: string };
  const start = mail.indexOf('\r\n\r\n') + 4;
  return { raw: Buffer.from(mail.slice(start).replace(/\r\n$/, ''), 'latin1'), threadId };
}

const isVerified = ({ verificationStatus }: GmailMailbox['sendAs'][number]): boolean =>
  verificationStatus === 'accepted';

/** Gmail refuses what has no sender of this account or no recipient, and what is too large. */
function checkMail(mailbox: GmailMailbox, raw: Buffer): void {
  const headers = headersOf(raw);
  if (raw.length > 36 * 1024 * 1024) throw new GmailRefusal(413, 'uploadTooLarge');
  const own = [mailbox.address, ...mailbox.sendAs.filter(isVerified).map(({ sendAsEmail }) => sendAsEmail)];
  if (!own.includes(parseAddress(headers.get('from') ?? '')?.address ?? ''))
    throw new GmailRefusal(400, 'invalidArgument');
  const all = ['to', 'cc', 'bcc'].flatMap((name) => headers.get(name) ?? []).join();
  if (!all.includes('@')) throw new GmailRefusal(400, 'invalidArgument');
}

function findThread(mailbox: GmailMailbox, threadId: string | undefined): string | undefined {
  if (threadId === undefined) return undefined;
  if ([...mailbox.messages.values()].some((message) => message.threadId === threadId)) return threadId;
  throw new GmailRefusal(404, 'notFound');
}

function withoutBcc(raw: Buffer): Buffer {
  return Buffer.from(raw.toString('latin1').replace(/^Bcc:.*\r\n([ \t].*\r\n)*/im, ''), 'latin1');
}

/** Google sometimes puts a Message-ID of its own in the place of the sender's. */
function withOwnId(standIn: GmailStandIn, raw: Buffer): Buffer {
  if (!standIn.givesOwnIds) return raw;
  const own = `Message-ID: <CA${String(standIn.sent.length)}@mail.gmail.example>\r\n`;
  return Buffer.from(raw.toString('latin1').replace(/^Message-ID:.*\r\n/im, own), 'latin1');
}
