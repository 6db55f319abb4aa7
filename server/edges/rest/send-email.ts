import { createHash } from 'node:crypto';
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { MailboxId, type OutgoingMailId } from '#shared/contract/ids.ts';
import type { OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { getOutgoing, sendForProgram } from '#server/domain/outgoing-mail/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { requireOwnId } from './find-caller.ts';
import { problemAnswers } from './formats.ts';
import { once } from './once.ts';

/** How long an answer waits for the provider's. */
const patienceMs = 20_000;
const lookEveryMs = 200;

const Addresses = z.array(z.string().max(320)).max(100).default([]);
const Mail = z.object({
  to: Addresses,
  cc: Addresses,
  bcc: Addresses,
  subject: z.string().max(900),
  body: z.object({
    text: z.string().max(200_000).default(''),
    html: z.string().max(1_000_000).optional(),
  }),
  attachments: z
    .array(
      z.object({
        filename: z
          .string()
          .min(1)
          .max(255)
          .regex(/^\P{Cc}*$/u),
        content: z.base64(),
      }),
    )
    .max(20)
    .default([])
    .openapi({ description: 'Files in base64, together up to 3 MB.' }),
});

const mostFileBytes = 3 * 1024 * 1024;

const Answer = z.object({ message: z.string(), messageId: z.string(), timestamp: z.string() });
const answer = { content: { 'application/json': { schema: Answer } } };

const route = (ports: Ports) =>
  createRoute({
    method: 'post',
    path: '/email/accounts/{accountId}/send',
    tags: ['E-mail accounts'],
    security: [{ token: [] }],
    summary: 'Send an e-mail through a connected account',
    description:
      'Send an Idempotency-Key along: without one, a repeat after a lost answer is a second e-mail. The account must have been allowed to send.',
    middleware: [withToken(ports, 'mail:send'), once(ports)] as const,
    request: {
      params: z.object({ accountId: z.string().max(100) }),
      query: z.object({ userId: z.string().min(1).max(100).openapi({ description: 'Your own id.' }) }),
      body: { required: true, content: { 'application/json': { schema: Mail } } },
    },
    responses: {
      200: { description: 'The provider took it', ...answer },
      202: { description: 'It is queued and goes out by itself', ...answer },
      ...problemAnswers,
    },
  });

/** Adds `/email/accounts/{accountId}/send`. */
export function addSending(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  app.openapi(route(ports), async (c) => {
    const { ctx } = c.get('caller');
    requireOwnId(ctx, c.req.valid('query').userId);
    const mailboxId = MailboxId.safeParse(c.req.valid('param').accountId).data;
    if (mailboxId === undefined) throw new Problem('not-found', 'This account is not connected, or it is not yours.');
    const { body, attachments, ...mail } = c.req.valid('json');
    const key = c.req.header('idempotency-key');
    const id = key === undefined ? createId<OutgoingMailId>() : idFor(ctx, key, await c.req.text());
    const files = attachments.map(({ filename, content }) => ({
      name: filename,
      content: Buffer.from(content, 'base64'),
    }));
    if (files.reduce((total, { content }) => total + content.length, 0) > mostFileBytes)
      throw new Problem('too-large', 'The files together are larger than 3 MB. Nothing was sent.');
    const queued = await sendForProgram(ports, ctx, {
      ...mail,
      id,
      mailboxId,
      text: body.text,
      html: body.html ?? null,
      files,
    });
    const settled = await settle(ports, ctx, queued);
    const said = { messageId: settled.id, timestamp: withoutMs(settled.sentAt ?? settled.updatedAt) };
    if (settled.state === 'sent') return c.json({ message: 'Email sent successfully', ...said }, 200);
    return c.json({ message: 'Email queued', ...said }, 202);
  });
}

/**
 * The same for the same request under the same key: one that is repeated because the server died before it could keep
 * its answer finds the mail that was made. A UUID of version 8 (RFC 9562).
 */
function idFor({ teamId, userId }: Context, key: string, request: string): OutgoingMailId {
  const hex = createHash('sha256').update([teamId, userId, key, request].join('\n')).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(12, 15)}`,
    `a${hex.slice(15, 18)}`,
    hex.slice(18, 30),
  ];
  return parts.join('-') as OutgoingMailId;
}

/** Waits a while for what becomes of a queued mail. @throws Problem 'conflict' when it certainly was not sent. */
async function settle(ports: Ports, ctx: Context, queued: OutgoingMail): Promise<OutgoingMail> {
  let mail = queued;
  for (const until = Date.now() + patienceMs; mail.state === 'queued' && Date.now() < until;) {
    await ports.clock.wait(lookEveryMs);
    mail = await getOutgoing(ports, ctx, queued.id);
  }
  if (mail.state === 'failed') throw new Problem('conflict', mail.problem ?? 'The e-mail was not sent.');
  return mail;
}

/** Times on these routes are written to the second. */
function withoutMs(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}
