import { Scalar } from '@scalar/hono-api-reference';
import { Hono } from 'hono';

const script = 'https://cdn.jsdelivr.net';
const scriptVersion = '1.72.1';
const policy = [
  'sandbox allow-scripts allow-popups',
  "default-src 'none'",
  `script-src ${script} 'unsafe-inline'`,
  `style-src ${script} 'unsafe-inline'`,
  'font-src https: data:',
  'img-src https: data:',
].join('; ');

/** `/api/openapi.json` describes the REST API (OpenAPI 3.1), `/api/docs` lets one browse that. */
export function createDocs(document: object): Hono {
  const app = new Hono();
  app.get('/api/openapi.json', (c) => c.json(document));
  // The page's script comes from elsewhere: in an origin of its own it reaches nothing of ours.
  app.use('/api/docs', async (c, next) => {
    await next();
    c.header('content-security-policy', policy);
  });
  app.get(
    '/api/docs',
    Scalar({
      content: document,
      pageTitle: 'Sidethread API',
      hideTestRequestButton: true,
      telemetry: false,
      cdn: `${script}/npm/@scalar/api-reference@${scriptVersion}`,
    }),
  );
  return app;
}
