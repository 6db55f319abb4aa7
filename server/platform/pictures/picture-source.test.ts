import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { createLogger } from '#server/kernel/logger.ts';
import { createPictureSource } from './create-picture-source.ts';
import { isPublicAddress } from '#server/kernel/public-address.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const logger = createLogger('silent');
let server: Server | undefined;
afterEach(() => void server?.close());

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function read(answer: RequestListener, options: { maxBytes?: number; timeoutMs?: number } = {}) {
  const origin = await serve(answer);
  return createPictureSource({ hosts: [origin], logger, ...options }).read(`${origin}/a.png`);
}

describe('reading a picture', () => {
  it('gives what proves to be one', async () => {
    const found = await read((_, response) => response.writeHead(200, { 'content-type': 'image/jpeg' }).end(png));
    expect(found).toEqual({ contentType: 'image/png', bytes: png });
  });

  it.each<[string, RequestListener, { maxBytes?: number; timeoutMs?: number }]>([
    [
      'a page that calls itself a picture',
      (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('<script>1</script>'),
      {},
    ],
    ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(png), {}],
    [
      'an SVG, which can hold scripts',
      (_, response) => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg/>'),
      {},
    ],
    [
      'one that is too large',
      (_, response) =>
        response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.concat([png, Buffer.alloc(100)])),
      { maxBytes: 64 },
    ],
    [
      'one that never ends',
      (_, response) => void response.writeHead(200, { 'content-type': 'image/png' }).write(png),
      { timeoutMs: 50 },
    ],
  ])('refuses %s', async (_, answer, options) => {
    expect(await read(answer, options)).toBeUndefined();
  });

  it('follows no redirect', async () => {
    const asked: string[] = [];
    const found = await read((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(302, { location: '/elsewhere.png' }).end();
    });
    expect(found).toBeUndefined();
    expect(asked).toEqual(['/a.png']);
  });
});

describe('which addresses are read at all', () => {
  const source = createPictureSource({ hosts: ['*.slack-edge.com', 'pictures.example', 'localhost'], logger });

  it.each([
    ['https://avatars.slack-edge.com/a.png', true],
    ['https://pictures.example/a.png', true],
    ['http://pictures.example/a.png', false],
    ['https://pictures.example:8443/a.png', false],
    ['https://x.pictures.example/a.png', false],
    ['https://slack-edge.com.evil.example/a.png', false],
    ['https://evilslack-edge.com/a.png', false],
    ['https://pictures.example@evil.example/a.png', false],
    ['https://me:secret@pictures.example/a.png', false],
    ['https://127.0.0.1/a.png', false],
    ['https://[::1]/a.png', false],
    ['file:///etc/passwd', false],
    ['nonsense', false],
  ])('%s: %s', (url, isKnown) => {
    expect(source.isKnown(url)).toBe(isKnown);
  });

  it('refuses a known name that leads to this machine or into a private network', async () => {
    let connections = 0;
    const origin = await serve(() => undefined);
    server?.on('connection', () => (connections += 1));
    expect(await createPictureSource({ hosts: ['localhost'], logger }).read('https://localhost/a.png')).toBeUndefined();
    expect(await source.read(origin)).toBeUndefined();
    expect(connections).toBe(0);
  });

  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1111', true],
    ['10.1.2.3', false],
    ['172.31.0.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['255.255.255.255', false],
    ['::1', false],
    ['::ffff:127.0.0.1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['64:ff9b::7f00:1', false],
    ['localhost', false],
  ])('%s is public: %s', (address, isPublic) => {
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
