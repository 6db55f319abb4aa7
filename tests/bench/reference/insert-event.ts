import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPool } from '#server/db/client.ts';

/** What the webhook stands beside: Hono and one prepared insert of the body as it came. */
const [databaseUrl = ''] = process.argv.slice(2);
const pool = createPool({ url: databaseUrl, applicationName: 'bench-reference' });
await pool.query(
  'create table if not exists bench_event (id bigint generated always as identity primary key, body jsonb not null)',
);
const statement = { name: 'insert-event', text: 'insert into bench_event (body) values ($1)' };

const app = new Hono();
app.post('/events', async (c) => {
  await pool.query({ ...statement, values: [await c.req.text()] });
  return c.body(null, 200);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
