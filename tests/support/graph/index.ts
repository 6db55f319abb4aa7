import { once } from 'node:events';
import type { Server } from 'node:http';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono, type Context } from 'hono';
import { answerCall, describe, getMessage, listMessages, readDelta } from './answer-call.ts';
import { GraphRefusal } from './refusal.ts';
import { attachFile, beginUpload, takePiece } from './attach-file.ts';
import { createDraft, sendDraft } from './send-draft.ts';
import type { GraphFolder, GraphMailbox } from './mailbox.ts';
import { GraphStandIn, type GraphStandInOptions } from './stand-in.ts';

export type { GraphStandIn } from './stand-in.ts';

type App = Hono<{ Bindings: HttpBindings }>;

/** Starts a stand-in for Microsoft Graph on a free port of 127.0.0.1. */
export async function createGraphStandIn(options: GraphStandInOptions = {}): Promise<GraphStandIn> {
  const app: App = new Hono<{ Bindings: HttpBindings }>();
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const standIn = new GraphStandIn(server, `http://127.0.0.1:${port}`, options);
  app.post('/common/oauth2/v2.0/token', async (c) => {
    const { status, body } = standIn.authority.answerTokenRequest(new URLSearchParams(await c.req.text()));
    return c.json(body, status);
  });
  app.get('/v1.0/me', (c) =>
    answerCall(standIn, c, 'me', (mailbox) => ({ mail: mailbox.address, userPrincipalName: mailbox.address })),
  );
  for (const root of ['/v1.0/me', '/v1.0/users/:user'] as const) {
    addMail(app, standIn, root);
    addAttachments(app, standIn, root);
    addFolders(app, standIn, root);
  }
  app.put('/uploads/:token', (c) => takePiece(standIn, c));
  addSubscriptions(app, standIn);
  return standIn;
}

/** One's own mailbox, or one that is named. */
type Root = '/v1.0/me' | '/v1.0/users/:user';

function addMail(app: App, standIn: GraphStandIn, root: Root): void {
  app.get(`${root}/messages`, (c) =>
    answerCall(standIn, c, 'messages', (mailbox) => listMessages(standIn, mailbox, new URL(c.req.url))),
  );
  app.post(`${root}/messages`, async (c) => {
    const raw = Buffer.from(await c.req.text(), 'base64');
    return answerCall(standIn, c, 'draft', (mailbox) => c.json(describe(createDraft(mailbox, c, raw)), 201));
  });
  app.post(`${root}/messages/:id/send`, (c) =>
    answerCall(standIn, c, 'send', (mailbox) => {
      sendDraft(standIn, mailbox, idOf(c));
      return c.body(null, 202);
    }),
  );
  app.get(`${root}/messages/:id`, (c) =>
    answerCall(standIn, c, 'message', (mailbox) => describe(getMessage(mailbox, idOf(c)))),
  );
  app.get(`${root}/messages/:id/$value`, (c) =>
    answerCall(standIn, c, 'value', (mailbox) => {
      const { raw } = getMessage(mailbox, idOf(c));
      standIn.reads.push(idOf(c));
      return new Response(new Uint8Array(raw), { headers: { 'content-type': 'text/plain' } });
    }),
  );
}

function idOf(c: Context): string {
  return c.req.param('id') ?? '';
}

function addAttachments(app: App, standIn: GraphStandIn, root: Root): void {
  app.post(`${root}/messages/:id/attachments`, async (c) => {
    const body: unknown = await c.req.json();
    return answerCall(standIn, c, 'attach', (mailbox) => c.json(attachFile(mailbox, idOf(c), body), 201));
  });
  app.post(`${root}/messages/:id/attachments/createUploadSession`, async (c) => {
    const body: unknown = await c.req.json();
    const begin = (mailbox: GraphMailbox) => c.json(beginUpload(standIn, mailbox, idOf(c), body), 201);
    return answerCall(standIn, c, 'attach', begin);
  });
  app.delete(`${root}/messages/:id`, (c) =>
    answerCall(standIn, c, 'remove', (mailbox) => {
      mailbox.remove(getMessage(mailbox, idOf(c)).id);
      return c.body(null, 204);
    }),
  );
}

function addFolders(app: App, standIn: GraphStandIn, root: Root): void {
  app.get(`${root}/mailFolders`, (c) =>
    answerCall(standIn, c, 'folders', (mailbox) => listFolders(mailbox, undefined)),
  );
  app.get(`${root}/mailFolders/:id`, (c) =>
    answerCall(standIn, c, 'folder', (mailbox) => {
      const name = idOf(c);
      const found = [...mailbox.folders.values()].find((folder) => folder.id === name || folder.name === name);
      if (found === undefined) throw new GraphRefusal(404, 'ErrorItemNotFound');
      return writeFolder(mailbox, found);
    }),
  );
  app.get(`${root}/mailFolders/:id/childFolders`, (c) =>
    answerCall(standIn, c, 'folders', (mailbox) => listFolders(mailbox, idOf(c))),
  );
  app.get(`${root}/mailFolders/:id/messages/delta`, (c) =>
    answerCall(standIn, c, 'delta', (mailbox) =>
      readDelta(standIn, mailbox, idOf(c), new URL(c.req.url), c.req.header('prefer') ?? ''),
    ),
  );
}

function listFolders(mailbox: GraphMailbox, parentId: string | undefined): object {
  const value = [...mailbox.folders.values()].filter((folder) => folder.parentId === parentId);
  return { value: value.map((folder) => writeFolder(mailbox, folder)) };
}

function writeFolder(mailbox: GraphMailbox, { id }: GraphFolder): object {
  const childFolderCount = [...mailbox.folders.values()].filter(({ parentId }) => parentId === id).length;
  return { id, childFolderCount };
}

function addSubscriptions(app: App, standIn: GraphStandIn): void {
  const { subscriptions } = standIn;
  app.post('/v1.0/subscriptions', (c) =>
    answerCall(standIn, c, 'subscribe', async ({ address }) => {
      const { id, expirationDateTime } = await subscriptions.create(address, await c.req.json());
      return c.json({ id, expirationDateTime }, 201);
    }),
  );
  app.patch('/v1.0/subscriptions/:id', (c) =>
    answerCall(standIn, c, 'renew', async ({ address }) => {
      const body: { expirationDateTime?: unknown } = await c.req.json();
      const renewed = subscriptions.renew(address, c.req.param('id'), String(body.expirationDateTime));
      return { id: renewed.id, expirationDateTime: renewed.expirationDateTime };
    }),
  );
  app.delete('/v1.0/subscriptions/:id', (c) =>
    answerCall(standIn, c, 'unsubscribe', ({ address }) => {
      subscriptions.get(address, c.req.param('id'));
      subscriptions.all.delete(c.req.param('id'));
      return c.body(null, 204);
    }),
  );
}
