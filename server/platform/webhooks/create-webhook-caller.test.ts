import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { LookupFunction } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { lookUpPublic } from '../network/look-up-public.ts';
import { createWebhookCaller } from './create-webhook-caller.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

it.each([
  'http://hooks.example.com/',
  'https://user:secret@hooks.example.com/',
  'https://localhost/',
  'https://intranet/',
  'https://db.internal/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://10.0.0.5/',
  'https://169.254.169.254/latest',
  'https://[::1]/',
  'https://[::ffff:10.0.0.5]/',
  'https://[fd00::1]/',
  'ftp://hooks.example.com/',
  'hooks',
])('refuses %s', (url) => {
  expect(createWebhookCaller({ origins: [] }).refuse(url)).toMatch(/^(The|This) .*address .*\.$|^This is no address/);
});

it('takes https at names and public addresses, and what the operator named', () => {
  const caller = createWebhookCaller({ origins: ['http://10.0.0.5:8080'] });
  for (const url of ['https://hooks.example.com/a?b', 'https://8.8.8.8/', 'http://10.0.0.5:8080/hook'])
    expect([url, caller.refuse(url)]).toEqual([url, undefined]);
  expect(caller.refuse('http://10.0.0.5:8081/hook')).toBeDefined();
});

/** A name server that answers with this machine for every name. */
const lookUpHere: LookupFunction = (_name, options, answer) => lookUpPublic('localhost', options, answer);

it('connects to no name that leads to a private address when it is called, whatever it looked like before', async () => {
  let connections = 0;
  const origin = await serve((_, response) => response.end());
  server?.on('connection', () => (connections += 1));
  const url = `https://hooks.example.com:${new URL(origin).port}/`;
  const caller = createWebhookCaller({ origins: [], lookUp: lookUpHere });
  expect(caller.refuse(url)).toBeUndefined();
  expect(await caller.post(url, {}, '{}')).toEqual({ status: null, problem: 'not-public' });
  expect(connections).toBe(0);
});

it('answers with the status, and follows no redirect', async () => {
  const asked: string[] = [];
  const origin = await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.writeHead(302, { location: '/elsewhere' }).end('x'.repeat(100_000));
  });
  const answer = await createWebhookCaller({ origins: [origin] }).post(`${origin}/hook`, {}, '{}');
  expect(answer).toEqual({ status: 302 });
  expect(asked).toEqual(['POST /hook']);
});

it('says that an address took too long, or can not be reached', async () => {
  const origin = await serve(() => undefined);
  const caller = createWebhookCaller({ origins: [origin], timeoutMs: 100 });
  expect(await caller.post(origin, {}, '{}')).toEqual({ status: null, problem: 'too-slow' });
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
  expect(await createWebhookCaller({ origins: [origin] }).post(origin, {}, '{}')).toEqual({
    status: null,
    problem: 'not-reachable',
  });
});
