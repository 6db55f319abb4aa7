import { Hono } from 'hono';
import { findPicture } from '#server/domain/pictures/index.ts';
import type { Ports } from '#server/ports/ports.ts';

/** `GET /pictures/<token>`: a person's picture, by a link that only this server makes. It is a picture and nothing else. */
export function createPicturesHandler(ports: Ports): Hono {
  const app = new Hono();
  app.get('/pictures/:token', async (c) => {
    const { contentType, bytes } = await findPicture(ports, c.req.param('token'));
    return c.body(bytes, 200, {
      'content-type': contentType,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=86400',
      'referrer-policy': 'no-referrer',
    });
  });
  return app;
}
