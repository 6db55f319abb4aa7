import { extensionId } from '#shared/extension-id.ts';
import { runClosedLoop, type Load, type LoadResult } from './server/closed-loop.ts';
import { toRequest } from './server/http-connection.ts';
import { startBenchServer } from './server/start-bench-server.ts';
import { startReference } from './server/start-reference.ts';
import { percentile, type Measurement } from './measurement.ts';
import { withResources } from './with-resources.ts';
import { seedTeam, type SeededTeam } from './edge/seed-team.ts';

const concurrency = 50;
const rounds = 5;
const roundMs = 2500;
const warmUpMs = 3000;

/**
 * `correspondences.open` as the extension calls it, beside Hono with one select of one row on the same database, at
 * 50 clients that ask again at once. Half of the opened mails have a discussion of eight messages.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const server = await keep(startBenchServer());
    const team = await seedTeam(server.db, 2000);
    const reference = await keep(startReference('one-row', [server.databaseUrl, team.teamId]));
    const ours = openLoad(server.url, team);
    const bare: Load = { url: reference.url, requests: [toRequest(reference.url, { method: 'GET', path: '/row' })] };
    for (const load of [ours, bare]) await runClosedLoop(load, concurrency, warmUpMs);
    const oursRounds: LoadResult[] = [];
    const bareRounds: LoadResult[] = [];
    for (let round = 0; round < rounds; round++) {
      oursRounds.push(await runClosedLoop(ours, concurrency, roundMs));
      bareRounds.push(await runClosedLoop(bare, concurrency, roundMs));
    }
    return report(oursRounds, bareRounds);
  });
}

function openLoad(url: string, { teamId, people, opens }: SeededTeam): Load {
  const requests = opens.map((input, at) =>
    toRequest(url, {
      method: 'POST',
      path: '/trpc/correspondences.open',
      body: JSON.stringify(input),
      headers: {
        'content-type': 'application/json',
        origin: `chrome-extension://${extensionId}`,
        authorization: `Bearer ${people[at % people.length]?.token ?? ''}`,
        'x-sidethread-team': teamId,
      },
    }),
  );
  return { url, requests };
}

function report(ours: readonly LoadResult[], bare: readonly LoadResult[]): Measurement[] {
  const name = 'edge';
  const metric = `correspondences.open at ${concurrency} concurrent`;
  return [
    {
      name,
      metric,
      unit: 'requests/s',
      ours: requestsPerSecond(ours),
      reference: requestsPerSecond(bare),
      aim: 'ratio >= 0.3',
    },
    {
      name,
      metric: `${metric}, p50`,
      unit: 'ms',
      ours: latency(ours, 0.5),
      reference: latency(bare, 0.5),
      aim: null,
    },
    {
      name,
      metric: `${metric}, p99`,
      unit: 'ms',
      ours: latency(ours, 0.99),
      reference: latency(bare, 0.99),
      aim: 'ours <= 25',
    },
  ];
}

/** The median of the rounds: another program's burst on the machine spoils one of them. */
function requestsPerSecond(results: readonly LoadResult[]): number {
  return percentile(
    results.map((result) => result.requestsPerSecond),
    0.5,
  );
}

function latency(results: readonly LoadResult[], p: number): number {
  return percentile(
    results.flatMap(({ latenciesMs }) => latenciesMs),
    p,
  );
}
