import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPool } from '#server/db/client.ts';

/** What `correspondences.open` stands beside: Hono and one prepared select of one row by its key. */
const [databaseUrl = '', teamId = ''] = process.argv.slice(2);
const pool = createPool({ url: databaseUrl, applicationName: 'bench-reference' });
const statement = { name: 'one-row', text: 'select hash_key from team_settings where team_id = $1' };

const app = new Hono();
app.get('/row', async (c) => {
  const { rows } = await pool.query({ ...statement, values: [teamId] });
  return c.json(rows[0]);
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`http://127.0.0.1:${port}`));
