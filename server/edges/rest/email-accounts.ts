import { Hono, type Context as Request } from 'hono';
import { z } from 'zod';
import { MailboxId } from '#shared/contract/ids.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { disconnectMailbox, listMailboxes, refreshMailbox } from '#server/domain/mailboxes/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { FindCaller } from './connect-email.ts';

const Query = z.object({
  userId: z.string().min(1).max(100),
  /** Whether the team keeps what was shared with it. */
  keepShared: z
    .enum(['true', 'false'])
    .default('true')
    .transform((text) => text === 'true'),
});

/** `/email/accounts…`: the caller's connected mailboxes. */
export function createEmailAccounts(ports: MailPorts, findCaller: FindCaller): Hono {
  const app = new Hono();
  app.get('/email/accounts', async (c) => {
    const ctx = await findCaller(c, readQuery(c).userId);
    return c.json({ accounts: (await listMailboxes(ports, ctx)).map(toAccount) });
  });
  app.delete('/email/accounts/:accountId', async (c) => {
    const { userId, keepShared } = readQuery(c);
    const ctx = await findCaller(c, userId);
    const mailboxId = readAccountId(c);
    await disconnectMailbox(ports, ctx, { mailboxId, keepShared });
    return c.json({ message: 'Account disconnected successfully', accountId: mailboxId });
  });
  app.post('/email/accounts/:accountId/refresh', async (c) => {
    const ctx = await findCaller(c, readQuery(c).userId);
    const { expiresAt } = await refreshMailbox(ports, ctx, { mailboxId: readAccountId(c) });
    return c.json({ message: 'Token refreshed successfully', expiresAt: withoutMs(expiresAt) });
  });
  return app;
}

function readQuery(c: Request): z.infer<typeof Query> {
  const query = Query.safeParse(c.req.query());
  if (!query.success) throw new Problem('invalid-input', 'The parameter userId is missing, or another is not valid.');
  return query.data;
}

function readAccountId(c: Request): MailboxId {
  const id = MailboxId.safeParse(c.req.param('accountId')).data;
  if (id === undefined) throw new Problem('not-found', 'This account is not connected, or it is not yours.');
  return id;
}

function toAccount(mailbox: Mailbox): object {
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
