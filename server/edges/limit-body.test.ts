import { once } from 'node:events';
import { request } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { limitBody } from './limit-body.ts';

const app = new Hono();
app.use(limitBody({ maxSize: 10, onError: (c) => c.text('too large', 413) }));
app.all('/', async (c) => c.text(`read ${(await c.req.text()).length}`));
const server = createAdaptorServer({ fetch: app.fetch });
let port = 0;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => void server.close());

async function send(chunks: readonly string[], headers: Record<string, string | number>): Promise<string> {
  const sent = request({ port, host: '127.0.0.1', method: 'POST', path: '/', headers });
  for (const chunk of chunks) sent.write(chunk);
  sent.end();
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return `${answer.statusCode} ${text}`;
}

describe('limitBody', () => {
  it('lets through what is small enough, whether its length is told or not', async () => {
    expect(await send(['0123456789'], { 'content-length': 10 })).toBe('200 read 10');
    expect(await send(['01234', '56789'], { 'transfer-encoding': 'chunked' })).toBe('200 read 10');
  });

  it('refuses what is larger', async () => {
    expect(await send(['0123456789a'], { 'content-length': 11 })).toBe('413 too large');
    expect(await send(['01234', '56789a'], { 'transfer-encoding': 'chunked' })).toBe('413 too large');
  });

  it('lets requests without a body pass', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect(await answer.text()).toBe('read 0');
  });
});
