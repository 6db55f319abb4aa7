import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';

/** What a reply from Slack stands beside: a page that puts each server-sent event into its document. */
const page = `<!doctype html><meta charset="utf-8"><title>Live</title><p id="said"></p>
<script>new EventSource('/live').addEventListener('message', ({ data }) => { said.textContent = data; });</script>`;

const listeners = new Set<(text: string) => void>();
const app = new Hono();
app.get('/', (c) => c.html(page));
app.get('/live', (c) =>
  streamSSE(c, async (stream) => {
    const tell = (data: string): void => void stream.writeSSE({ data });
    listeners.add(tell);
    await new Promise<void>((resolve) => stream.onAbort(resolve));
    listeners.delete(tell);
  }),
);
app.post('/say', async (c) => {
  const text = await c.req.text();
  for (const tell of listeners) tell(text);
  return c.body(null, 200);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
