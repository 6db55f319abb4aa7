import { randomBytes } from 'node:crypto';
import { Hono, type Context as Request } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { z } from 'zod';
import { MailFeature, MailProviderId } from '#shared/contract/mailbox.ts';
import { beginConnection, finishConnection, receiveConsent } from '#server/domain/mailboxes/index.ts';
import { findMember } from '#server/domain/teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { sendPage, type Markup } from '../auth/page.ts';
import { tellAllowance, type RestEnv } from './api-caller.ts';
import type { FindCaller } from './find-caller.ts';

/** Other words for providers; Exchange Online is Microsoft 365. */
const ProviderName = z
  .string()
  .toLowerCase()
  .transform((name) => ({ google: 'gmail', microsoft: 'outlook', exchange: 'outlook' })[name] ?? name)
  .pipe(MailProviderId);

const Begin = z.object({
  userId: z.string().min(1).max(100),
  provider: ProviderName.default('gmail'),
  features: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(MailFeature).min(1))
    .default(['read']),
});
const Answer = z.object({ state: z.string().min(20).max(200), code: z.string().min(1).max(4000).optional() });

const cookieName = 'sidethread_mail';

/**
 * `GET /auth/email` begins connecting a mailbox in a browser, `GET /email/callback` is where providers come back to
 * (whoever began), `GET /email/connected` says how it went.
 */
export function createConnectEmail(ports: MailPorts, findCaller: FindCaller): Hono<RestEnv> {
  const app = new Hono<RestEnv>();
  app.use('/auth/email', tellAllowance);
  app.get('/auth/email', async (c) => {
    const input = Begin.safeParse(c.req.query());
    if (!input.success) throw new Problem('invalid-input', 'userId, provider or features are not valid.');
    const { userId, ...what } = input.data;
    const ctx = await findCaller(c, userId);
    const browserSecret = randomBytes(32).toString('base64url');
    const { url } = await beginConnection(ports, ctx, what, { browserSecret });
    setCookie(c, cookieName, browserSecret, {
      httpOnly: true,
      sameSite: 'Lax',
      secure: ports.config.publicUrl.startsWith('https://'),
      path: '/email/callback',
      maxAge: 15 * 60,
    });
    return leave(c, url, 302);
  });
  app.get('/email/callback', async (c) => {
    const answer = Answer.safeParse(c.req.query()).data;
    if (answer === undefined) return leave(c, '/email/connected?status=expired');
    const browserSecret = getCookie(c, cookieName);
    const { state, code } = answer;
    const receiver = await receiveConsent(ports, { state, code, browserSecret });
    if (receiver?.kind === 'extension') return leave(c, receiver.url);
    if (receiver === undefined) return leave(c, '/email/connected?status=expired');
    if (code === undefined) return leave(c, '/email/connected?status=refused');
    const member = await findMember(ports, receiver.userId, receiver.teamId);
    if (member === undefined) return leave(c, '/email/connected?status=expired');
    const ctx: Context = { ...member, deviceId: 'browser', requestId: createId<string>() };
    return leave(c, `/email/connected?status=${await finish(ports, ctx, { state, code })}`);
  });
  app.get('/email/connected', (c) => {
    const page = pages[c.req.query('status') ?? ''] ?? pages['expired'];
    if (page === undefined) throw new Problem('not-found', 'There is nothing at this address.');
    return sendPage(c, page);
  });
  return app;
}

async function finish(ports: MailPorts, ctx: Context, answer: { state: string; code: string }): Promise<string> {
  try {
    await finishConnection(ports, ctx, answer);
    return 'success';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.code === 'gone' ? 'expired' : error.code === 'unavailable' ? 'unavailable' : 'refused';
  }
}

/** The address holds a code: it is kept nowhere. */
function leave(c: Request, to: string, status: 302 | 303 = 303): Response {
  c.header('cache-control', 'no-store');
  return c.redirect(to, status);
}

interface StatusPage {
  readonly title: string;
  readonly status?: 400 | 410 | 503;
  readonly closes?: boolean;
  readonly body: Markup;
}

const pages: Readonly<Record<string, StatusPage>> = {
  success: {
    title: 'Mailbox connected',
    closes: true,
    body: html`<h1>The mailbox is connected</h1>
      <p>Its mail is being read now, the newest first. Nothing is shown to your team before you share it.</p>
      <p class="soft">This page closes by itself; if it stays, you can close it.</p>`,
  },
  refused: {
    title: 'Not connected',
    status: 400,
    body: html`<h1>The mailbox was not connected</h1>
      <p>
        Access was not given, not enough of it to read mail, or for a mailbox that is connected already. Nothing was
        stored. Begin again in Sidethread, choose the account and allow reading its mail.
      </p>`,
  },
  unavailable: {
    title: 'Not connected',
    status: 503,
    body: html`<h1>The mail provider did not answer</h1>
      <p>Nothing was stored. Begin again in Sidethread in a moment.</p>`,
  },
  expired: {
    title: 'Not connected',
    status: 410,
    body: html`<h1>This connection can't be finished here</h1>
      <p>
        It took too long, was finished already, or was begun in another browser. Nothing was connected. If somebody sent
        you a link to this, you need not do anything; otherwise begin again in Sidethread.
      </p>`,
  },
};
