import { once } from 'node:events';
import { createServer, request as send, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request that went through. */
export interface RelayedRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: string;
}

/** Holds one request or answer back until it is told to let it go. */
export interface Hold {
  /** Resolves once it waits here. */
  readonly caught: Promise<RelayedRequest>;
  /** Lets it go; holds nothing any more where none has come. */
  release(): void;
}

/** The network between a browser and the server: every request is written down, answers can be late, it can be lost. */
export interface Relay {
  readonly url: string;
  readonly requests: readonly RelayedRequest[];
  lead(targetUrl: string): void;
  /** What waits of the next request that fits: itself on its way, or (the default) the server's answer. */
  holdNext(fits: (request: RelayedRequest) => boolean, what?: 'request' | 'answer'): Hold;
  /** Something else answers every request, as a Wi-Fi that wants a sign-in does, with a page or by leading to one. */
  capture(kind: 'page' | 'redirect'): void;
  /** The network is lost: connections break and no new one comes about. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

interface HeldBack {
  what: 'request' | 'answer';
  fits: (request: RelayedRequest) => boolean;
  onCaught: (request: RelayedRequest) => void;
  released: Promise<void>;
}

/** Starts a relay on a free port of 127.0.0.1; `lead` says where to. */
export async function createRelay(): Promise<Relay> {
  const requests: RelayedRequest[] = [];
  const holds = new Set<HeldBack>();
  const sockets = new Set<Socket>();
  let target = '';
  let isCut = false;
  let portal: 'page' | 'redirect' | undefined;

  async function wait(what: HeldBack['what'], passed: RelayedRequest): Promise<void> {
    for (const hold of holds) {
      if (hold.what !== what || !hold.fits(passed)) continue;
      holds.delete(hold);
      hold.onCaught(passed);
      await hold.released;
    }
  }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const passed = { method: incoming.method ?? '', path: incoming.url ?? '', body: body.toString('utf8') };
    if (portal !== undefined) return answerAsPortal(portal, passed, outgoing);
    requests.push(passed);
    await wait('request', passed);
    const forwarded = send(new URL(passed.path, target), {
      method: passed.method,
      headers: incoming.headers,
      agent: false,
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => forwarded.destroy());
    forwarded.on('response', async (answer) => {
      await wait('answer', passed);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    forwarded.end(body);
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing).catch(() => outgoing.destroy()));
  server.on('connection', (socket) => {
    if (isCut) return socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay got no port.');
  const breakAll = (): void => sockets.forEach((socket) => socket.destroy());

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    lead: (targetUrl) => void (target = targetUrl),
    holdNext(fits, what = 'answer') {
      const caught = Promise.withResolvers<RelayedRequest>();
      const released = Promise.withResolvers<void>();
      const held = { what, fits, onCaught: caught.resolve, released: released.promise };
      holds.add(held);
      return {
        caught: caught.promise,
        release() {
          holds.delete(held);
          released.resolve();
        },
      };
    },
    capture(kind) {
      portal = kind;
      breakAll();
    },
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
      portal = undefined;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await closed;
    },
  };
}

const portalPath = '/sign-in-to-wi-fi';

function answerAsPortal(kind: 'page' | 'redirect', { path }: RelayedRequest, outgoing: ServerResponse): void {
  const isLed = kind === 'redirect' && path !== portalPath;
  outgoing.writeHead(isLed ? 302 : 200, isLed ? { location: portalPath } : { 'content-type': 'text/html' });
  outgoing.end(isLed ? '' : '<!doctype html><title>Welcome to our Wi-Fi</title><p>Please sign in.');
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
