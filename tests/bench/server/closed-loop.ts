import { openConnection } from './http-connection.ts';

export interface Load {
  readonly url: string;
  /** Taken in turn, from the beginning again at the end. */
  readonly requests: readonly Buffer[];
}

export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly latenciesMs: readonly number[];
}

/**
 * So many clients at once, each asking again as soon as it was answered.
 * @throws Error for any answer but 200: a fast refusal must not count.
 */
export async function runClosedLoop(load: Load, concurrency: number, durationMs: number): Promise<LoadResult> {
  const connections = await Promise.all(Array.from({ length: concurrency }, () => openConnection(load.url)));
  const latenciesMs: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  const until = startedAt + durationMs;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < until) {
        const request = load.requests[next++ % load.requests.length];
        if (request === undefined) throw new Error('There is no request to send.');
        const sentAt = performance.now();
        const status = await connection.send(request);
        if (status !== 200) throw new Error(`${load.url} answered ${status}.`);
        latenciesMs.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  for (const connection of connections) connection.close();
  return { requestsPerSecond: latenciesMs.length / seconds, latenciesMs };
}
