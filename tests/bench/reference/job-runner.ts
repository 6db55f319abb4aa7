import { run } from 'graphile-worker';

/**
 * What a post to Slack stands beside: graphile-worker with one task, which tells an address what its job carries and
 * when it began.
 */
const [databaseUrl = '', tellUrl = ''] = process.argv.slice(2);
const runner = await run({
  connectionString: databaseUrl,
  schema: 'bench_worker',
  concurrency: 10,
  pollInterval: 500,
  noHandleSignals: true,
  logger: undefined,
  taskList: {
    tell: async (payload) => {
      const startedAt = performance.timeOrigin + performance.now();
      const body = JSON.stringify({ payload, startedAt });
      await fetch(tellUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    },
  },
});
process.on('SIGTERM', () => void runner.stop().then(() => process.exit(0)));
console.log('ready');
