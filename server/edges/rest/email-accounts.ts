import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import { MailboxId } from '#shared/contract/ids.ts';
import { MailProviderId, type Mailbox } from '#shared/contract/mailbox.ts';
import { disconnectMailbox, listMailboxes, refreshMailbox } from '#server/domain/mailboxes/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import { withMail } from '#server/ports/mail-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { withToken, type RestEnv } from './api-caller.ts';
import { requireOwnId } from './find-caller.ts';
import { problemAnswers } from './formats.ts';
import { once } from './once.ts';

const Own = z.object({ userId: z.string().min(1).max(100).openapi({ description: 'Your own id.' }) });
const AtAccount = z.object({ accountId: z.string().max(100) });
const tags = ['E-mail accounts'];
const security = [{ token: [] }];

const Account = z.object({
  id: z.string(),
  email: z.string(),
  provider: MailProviderId,
  connected: z.boolean().openapi({ description: 'False when its owner has to connect it again.' }),
  lastSync: z.string().nullable(),
});

function answer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { 200: { description, content: { 'application/json': { schema } } }, ...problemAnswers } as const;
}

/** Described here, and done in `connect-email.ts`: it leads a browser away. */
const connect: Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0] = {
  method: 'get',
  path: '/auth/email',
  tags: [...tags],
  security: [...security],
  summary: 'Begin connecting an e-mail account',
  description: 'Leads a browser to the provider’s consent page, and from there back to this server.',
  request: {
    query: Own.extend({
      provider: z
        .string()
        .default('gmail')
        .openapi({ description: 'gmail (google) or outlook (microsoft, exchange).' }),
      features: z.string().default('read').openapi({ description: 'read, send, or both with a comma between.' }),
      delegatedAddress: z.string().optional().openapi({
        description:
          'The address of a shared mailbox that the account which signs in may open, to be connected instead of its own; outlook only.',
      }),
    }),
  },
  responses: { 302: { description: 'To the provider’s consent page' }, ...problemAnswers },
};

const list = (ports: Ports) =>
  createRoute({
    method: 'get',
    path: '/email/accounts',
    tags,
    security,
    summary: 'Get connected e-mail accounts',
    middleware: [withToken(ports, 'mailboxes:read')] as const,
    request: { query: Own },
    responses: answer('Your connected accounts', z.object({ accounts: z.array(Account) })),
  });

const remove = (ports: Ports) =>
  createRoute({
    method: 'delete',
    path: '/email/accounts/{accountId}',
    tags,
    security,
    summary: 'Disconnect an e-mail account',
    middleware: [withToken(ports, 'mailboxes:write'), once(ports)] as const,
    request: {
      params: AtAccount,
      query: Own.extend({
        keepShared: z
          .enum(['true', 'false'])
          .default('true')
          .openapi({ description: 'Whether the team keeps the mail that was shared with it; private mail goes.' }),
      }),
    },
    responses: answer('It is disconnected', z.object({ message: z.string(), accountId: z.string() })),
  });

const refresh = (ports: Ports) =>
  createRoute({
    method: 'post',
    path: '/email/accounts/{accountId}/refresh',
    tags,
    security,
    summary: 'Refresh the token of an e-mail account',
    middleware: [withToken(ports, 'mailboxes:write'), once(ports)] as const,
    request: { params: AtAccount, query: Own },
    responses: answer('The new token is stored', z.object({ message: z.string(), expiresAt: z.string() })),
  });

/** Adds `/email/accounts…`: the caller's connected mailboxes. */
export function addEmailAccounts(app: OpenAPIHono<RestEnv>, ports: Ports): void {
  app.openAPIRegistry.registerPath(connect);
  app.openapi(list(ports), async (c) => {
    const { ctx } = c.get('caller');
    requireOwnId(ctx, c.req.valid('query').userId);
    return c.json({ accounts: (await listMailboxes(ports, ctx)).map(toAccount) }, 200);
  });
  app.openapi(remove(ports), async (c) => {
    const { ctx } = c.get('caller');
    const { userId, keepShared } = c.req.valid('query');
    requireOwnId(ctx, userId);
    const mailboxId = readId(c.req.valid('param').accountId);
    await disconnectMailbox(withMail(ports), ctx, { mailboxId, keepShared: keepShared === 'true' });
    return c.json({ message: 'Account disconnected successfully', accountId: mailboxId }, 200);
  });
  app.openapi(refresh(ports), async (c) => {
    const { ctx } = c.get('caller');
    requireOwnId(ctx, c.req.valid('query').userId);
    const mailboxId = readId(c.req.valid('param').accountId);
    const { expiresAt } = await refreshMailbox(withMail(ports), ctx, { mailboxId });
    return c.json({ message: 'Token refreshed successfully', expiresAt: withoutMs(expiresAt) }, 200);
  });
}

/** What is no id names nothing that exists. */
function readId(text: string): MailboxId {
  const id = MailboxId.safeParse(text).data;
  if (id === undefined) throw new Problem('not-found', 'This account is not connected, or it is not yours.');
  return id;
}

function toAccount(mailbox: Mailbox): z.infer<typeof Account> {
  return {
    id: mailbox.id,
    email: mailbox.address,
    provider: mailbox.provider,
    connected: mailbox.state === 'connected',
    lastSync: mailbox.lastSyncedAt === null ? null : withoutMs(mailbox.lastSyncedAt),
  };
}

/** Times on these routes are written to the second. */
function withoutMs(iso: string): string {
  return iso.replace(/\.\d+Z$/, 'Z');
}
