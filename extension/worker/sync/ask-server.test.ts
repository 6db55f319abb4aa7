import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createApi, readProblem } from './api-client.ts';
import { askServer } from './ask-server.ts';

interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}

const servers: Server[] = [];
const asked: string[] = [];
afterEach(() => {
  asked.length = 0;
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve({ status = 200, headers = {}, body = '' }: Answer): Promise<string> {
  const server = createServer((request, response) => {
    asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`);
    response.writeHead(status, headers).end(body);
  });
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const html = { 'content-type': 'text/html; charset=utf-8' };

/** The sentence that a person reads when the server is asked something. */
async function readSentence(serverUrl: string): Promise<string> {
  const api = createApi({ serverUrl, token: 'secret', teamId: null });
  return api.session.get.query().then(
    () => 'answered',
    (error: unknown) => readProblem(error).message,
  );
}

describe('who answers', () => {
  it('is a Wi-Fi’s sign-in page when the answer is a page', async () => {
    expect(await readSentence(await serve({ headers: html, body: '<p>Welcome' }))).toMatch(/^Something else answers/);
  });

  it('is a Wi-Fi’s sign-in page when it leads elsewhere, and nobody there is told anything', async () => {
    const portal = await serve({ headers: { 'content-type': 'application/json' }, body: '{}' });
    const answer = await readSentence(await serve({ status: 307, headers: { location: `${portal}/portal` } }));
    expect(answer).toMatch(/^Something else answers/);
    expect(asked.filter((each) => each.includes('/portal'))).toEqual([]);
  });

  it('is nobody when the gateway before the server says that it is away', async () => {
    expect(await readSentence(await serve({ status: 502, headers: html }))).toMatch(/^The server can’t be reached/);
  });

  it('is nobody when the connection is refused', async () => {
    const url = await serve({});
    servers[0]?.close();
    servers[0]?.closeAllConnections();
    expect(await readSentence(url)).toMatch(/^The server can’t be reached/);
  });

  it.each(['application/json', 'application/problem+json; charset=utf-8', 'text/event-stream'])(
    'may be our server when the answer is %s',
    async (type) => {
      const answer = await askServer(await serve({ status: 404, headers: { 'content-type': type } }), {});
      expect(answer.status).toBe(404);
    },
  );
});
