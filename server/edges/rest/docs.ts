import { readFile } from 'node:fs/promises';
import { Hono } from 'hono';
import { html, raw } from 'hono/html';

const script = 'text/javascript; charset=utf-8';

/** What the page is made of, from our own server alone: it works without the internet and asks nobody else. */
const parts = {
  'swagger-ui.css': { file: import.meta.resolve('swagger-ui-dist/swagger-ui.css'), type: 'text/css; charset=utf-8' },
  'swagger-ui-bundle.js': { file: import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'), type: script },
} as const;

const show = `SwaggerUIBundle({
  spec: JSON.parse(document.getElementById('document').textContent),
  dom_id: '#docs', supportedSubmitMethods: [], docExpansion: 'list', defaultModelsExpandDepth: 0,
});`;

/** In an origin of its own: the page's script reaches nothing of ours. */
const policy = [
  'sandbox allow-scripts allow-popups',
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** `/api/openapi.json` describes the REST API (OpenAPI 3.1), `/api/docs` lets one browse that. */
export function createDocs(document: object): Hono {
  const app = new Hono();
  app.get('/api/openapi.json', (c) => c.json(document));
  app.get('/api/docs', (c) => {
    c.header('content-security-policy', policy);
    return c.html(page(document));
  });
  app.get('/api/docs/show.js', (c) => c.body(show, 200, partHeaders(script)));
  for (const [name, { file, type }] of Object.entries(parts))
    app.get(`/api/docs/${name}`, async (c) => c.body(await readFile(new URL(file)), 200, partHeaders(type)));
  return app;
}

const partHeaders = (type: string) => ({
  'content-type': type,
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=86400',
});

function page(document: object) {
  // Inside a script element only `<` could end it.
  const text = JSON.stringify(document).replaceAll('<', '\\u003c');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Sidethread API</title>
        <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
        <style>
          body {
            margin: 0;
            background: #fff;
          }
        </style>
      </head>
      <body>
        <div id="docs"></div>
        <script id="document" type="application/json">
          ${raw(text)}
        </script>
        <script src="/api/docs/swagger-ui-bundle.js"></script>
        <script src="/api/docs/show.js"></script>
      </body>
    </html>`;
}
