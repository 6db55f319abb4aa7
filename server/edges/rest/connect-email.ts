import { randomBytes } from 'node:crypto';
import { Hono, type Context as Request } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { z } from 'zod';
import { MailFeature, ConsentProviderId } from '#shared/contract/mailbox.ts';
import { beginConnection, finishConnection, receiveConsent } from '#server/domain/mailboxes/index.ts';
import { findMember } from '#server/domain/teams/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { sendPage, type Page } from '../auth/page.ts';
import { pageWords, type PageWords } from '../auth/words/page-words.ts';
import { tellAllowance, type RestEnv } from './api-caller.ts';
import type { FindCaller } from './find-caller.ts';

/** Other words for providers; Exchange Online is Microsoft 365. */
const ProviderName = z
  .string()
  .toLowerCase()
  .transform((name) => ({ google: 'gmail', microsoft: 'outlook', exchange: 'outlook' })[name] ?? name)
  .pipe(ConsentProviderId);

const Begin = z.object({
  userId: z.string().min(1).max(100),
  provider: ProviderName.default('gmail'),
  features: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(MailFeature).min(1))
    .default(['read']),
  /** A shared mailbox (support@) that the account which signs in may open, to be connected instead of its own. */
  delegatedAddress: z.string().max(320).optional(),
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
    if (!input.success)
      throw new Problem('invalid-input', 'userId, provider, features or delegatedAddress are not valid.');
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
    return sendPage(c, describeOutcome(c.req.query('status'), pageWords(c)));
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

/** What a person sees at the end; an unknown status says that it can't be finished. */
function describeOutcome(status: string | undefined, words: PageWords): Page {
  if (status === 'success')
    return {
      title: words.connectedTitle,
      closes: true,
      body: html`<h1>${words.connected}</h1>
        <p>${words.connectedNote}</p>
        <p class="soft">${words.closesItself}</p>`,
    };
  if (status === 'refused') return notConnected(words, 400, words.notConnected, words.notConnectedNote);
  if (status === 'unavailable') return notConnected(words, 503, words.providerSilent, words.providerSilentNote);
  return notConnected(words, 410, words.connectOver, words.connectOverNote);
}

const notConnected = (words: PageWords, status: 400 | 410 | 503, heading: string, note: string): Page => ({
  title: words.notConnectedTitle,
  status,
  body: html`<h1>${heading}</h1>
    <p>${note}</p>`,
});
