import { once } from 'node:events';
import { createServer } from 'node:http';
import { makeWorkerUtils } from 'graphile-worker';
import { startReference } from '../server/start-reference.ts';

/** One bare job, in ms from the call that adds it. */
export interface BareJob {
  /** Until its task had told a plain HTTP server, as ours tells Slack. */
  readonly toldMs: number;
  /** Until its task began. */
  readonly startedMs: number;
}

export interface BareJobs {
  run(): Promise<BareJob>;
  close(): Promise<void>;
}

/** A worker of graphile's own beside ours, in the same database but for its schema. */
export async function startBareJobs(databaseUrl: string): Promise<BareJobs> {
  const waiting = new Map<string, (startedAt: number) => void>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const toldAt = JSON.parse(Buffer.concat(chunks).toString()) as { payload: { id: string }; startedAt: number };
    waiting.get(toldAt.payload.id)?.(toldAt.startedAt);
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const worker = await startReference('job-runner', [databaseUrl, `http://127.0.0.1:${port}`]);
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, schema: 'bench_worker' });
  return {
    run: async () => {
      const id = crypto.randomUUID();
      const told = Promise.withResolvers<number>();
      waiting.set(id, told.resolve);
      const addedAt = performance.timeOrigin + performance.now();
      await utils.addJob('tell', { id });
      const startedAt = await told.promise;
      waiting.delete(id);
      return { toldMs: performance.timeOrigin + performance.now() - addedAt, startedMs: startedAt - addedAt };
    },
    close: async () => {
      await utils.release();
      await worker.close();
      server.close();
      server.closeAllConnections();
    },
  };
}
