import { pino } from 'pino';
import { Client } from 'pg';
import { z } from 'zod';
import { startWorker } from '#server/platform/queue/start-worker.ts';
import { defineJob, handleJob } from '#server/ports/queue.ts';

/**
 * A worker as a process of its own, to be killed by tests: `worker-process.ts URL`. Its one job, `hang`, writes a
 * row into the table `began` and never ends.
 */
const url = process.argv[2] ?? '';
const hang = defineJob('hang', z.object({ id: z.string() }));

const client = new Client({ connectionString: url });
await client.connect();
await startWorker({
  url,
  logger: pino({ level: 'silent' }),
  concurrency: 4,
  handlers: [
    handleJob(hang, async ({ id }) => {
      await client.query('insert into began (id) values ($1)', [id]);
      await new Promise(() => undefined);
    }),
  ],
});
