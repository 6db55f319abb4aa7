import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { listThreadMessages, type ThreadMessage } from '#server/domain/correspondences/index.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { problemAnswers } from './formats.ts';
import { Cursor, linkNext } from './paginate.ts';

const EmailThread = z
  .object({
    id: z.string(),
    sender: z.string(),
    subject: z.string(),
    body: z.string(),
    reply_to: z.string(),
    date: z.string().openapi({ example: '2026-11-02T09:00:00Z' }),
    thread_id: z.string(),
    is_external: z.boolean(),
    internal_reference: z.string().nullable(),
    tags: z.array(z.string()),
    cc: z.array(z.string()),
    bcc: z.array(z.string()),
  })
  .openapi('EmailThread');

const route = (ports: Ports) =>
  createRoute({
    method: 'get',
    path: '/api/email_threads',
    tags: ['E-mail threads'],
    security: [{ token: [] }],
    summary: 'Get the messages of all threads',
    description: 'One row per message, newest first: e-mails (`is_external`), and what the team says about them.',
    middleware: [withToken(ports, 'correspondences:read')] as const,
    request: {
      query: z.object({
        limit: z.coerce.number().int().min(0).max(200).default(10),
        offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
        cursor: Cursor,
      }),
    },
    responses: {
      200: { description: 'The messages', content: { 'application/json': { schema: z.array(EmailThread) } } },
      ...problemAnswers,
    },
  });

/** Adds `/api/email_threads`. */
export function addEmailThreads(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  app.openapi(route(ports), async (c) => {
    const { messages, nextCursor } = await listThreadMessages(ports, c.get('caller').ctx, c.req.valid('query'));
    linkNext(c, ports.config.publicUrl, nextCursor);
    return c.json(messages.map(toRow), 200);
  });
}

function toRow(message: ThreadMessage): z.infer<typeof EmailThread> {
  return {
    id: message.id,
    sender: message.sender,
    subject: message.subject,
    body: message.body,
    reply_to: message.replyTo,
    date: message.at.toISOString().replace(/\.\d+Z$/, 'Z'),
    thread_id: message.threadId,
    is_external: message.discussionId === null,
    internal_reference: message.discussionId,
    tags: [...message.tags],
    cc: [...message.cc],
    bcc: [...message.bcc],
  };
}
