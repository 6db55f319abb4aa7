import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { answerCall, getMessage, getThread, listHistory, listMessages } from './answer-call.ts';
import { answerSend } from './send-message.ts';
import { GmailStandIn, type GmailStandInOptions } from './stand-in.ts';

export type { GmailStandIn } from './stand-in.ts';

const weekMs = 7 * 24 * 60 * 60 * 1000;

/** Starts a stand-in for Gmail on a free port of 127.0.0.1. */
export async function createGmailStandIn(options: GmailStandInOptions = {}): Promise<GmailStandIn> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const standIn = new GmailStandIn(server, `http://127.0.0.1:${port}`, options);
  addOAuth(app, standIn);
  addApi(app, standIn);
  return standIn;
}

function addOAuth(app: Hono<{ Bindings: HttpBindings }>, standIn: GmailStandIn): void {
  app.get('/o/oauth2/v2/auth', (c) => c.html(consentPage(standIn, c.req.url)));
  app.get('/consented', (c) => {
    const address = query(c.req.url).get('address') ?? '';
    return c.redirect(standIn.authority.consent(c.req.url, address));
  });
  app.post('/token', async (c) => {
    const { status, body } = standIn.authority.answerTokenRequest(new URLSearchParams(await c.req.text()));
    return c.json(body, status);
  });
  app.post('/revoke', async (c) => {
    const token = new URLSearchParams(await c.req.text()).get('token') ?? '';
    return standIn.authority.revoke(token) ? c.json({}) : c.json({ error: 'invalid_token' }, 400);
  });
  app.get('/certs', async (c) => c.json(await standIn.push.keySet()));
}

/** The accounts of this browser, each a link that says yes. */
function consentPage(standIn: GmailStandIn, url: string) {
  const { search } = new URL(url);
  const accounts = standIn.addresses.map(
    (address) =>
      html`<li><a href="/consented${search}&address=${encodeURIComponent(address)}">Continue as ${address}</a></li>`,
  );
  return html`<!doctype html>
    <title>Choose an account</title>
    <h1>Choose an account to continue to Sidethread</h1>
    <ul>
      ${accounts}
    </ul>`;
}

function query(url: string): URLSearchParams {
  return new URL(url).searchParams;
}

function addApi(app: Hono<{ Bindings: HttpBindings }>, standIn: GmailStandIn): void {
  const base = '/gmail/v1/users/:user';
  app.get(`${base}/profile`, (c) =>
    answerCall(standIn, c, 'getProfile', (mailbox) => ({
      emailAddress: mailbox.address,
      messagesTotal: mailbox.messages.size,
      historyId: String(mailbox.historyId),
    })),
  );
  app.get(`${base}/messages`, (c) =>
    answerCall(standIn, c, 'messages.list', (mailbox) => listMessages(mailbox, query(c.req.url))),
  );
  app.post(`${base}/messages/send`, (c) => answerSend(standIn, c));
  app.post(`/upload${base}/messages/send`, (c) => answerSend(standIn, c));
  app.get(`${base}/messages/:id`, (c) =>
    answerCall(standIn, c, 'messages.get', (mailbox) => {
      const format = query(c.req.url).get('format') ?? 'full';
      const found = getMessage(mailbox, c.req.param('id'), format);
      if (format === 'raw') standIn.reads.push(c.req.param('id'));
      return found;
    }),
  );
  app.get(`${base}/threads/:id`, (c) =>
    answerCall(standIn, c, 'threads.get', (mailbox) => getThread(mailbox, c.req.param('id'))),
  );
  app.get(`${base}/settings/sendAs`, (c) =>
    answerCall(standIn, c, 'settings.sendAs.list', (mailbox) => ({
      sendAs: [{ sendAsEmail: mailbox.address, isPrimary: true, isDefault: true }, ...mailbox.sendAs],
    })),
  );
  app.get(`${base}/history`, (c) =>
    answerCall(standIn, c, 'history.list', (mailbox) => listHistory(mailbox, query(c.req.url))),
  );
  app.post(`${base}/watch`, (c) =>
    answerCall(standIn, c, 'watch', (mailbox) => {
      mailbox.watchExpiresAt = Date.now() + weekMs;
      return { historyId: String(mailbox.historyId), expiration: String(mailbox.watchExpiresAt) };
    }),
  );
  app.post(`${base}/stop`, (c) =>
    answerCall(standIn, c, 'stop', (mailbox) => {
      mailbox.watchExpiresAt = undefined;
      return {};
    }),
  );
}
