import { setTimeout as wait } from 'node:timers/promises';
import { openConnection, type HttpConnection } from './http-connection.ts';

/**
 * Sends a request every 1/`perSecond` s, however slow the answers are, over as many kept connections as that needs.
 * Gives the latencies in ms from the moment each was due. @throws Error for any answer but 200.
 */
export async function runOpenLoop(url: string, requests: readonly Buffer[], perSecond: number): Promise<number[]> {
  const idle: HttpConnection[] = await Promise.all(Array.from({ length: 10 }, () => openConnection(url)));
  const opened = new Set(idle);
  const startedAt = performance.now();
  const answers: Promise<number>[] = [];
  for (const [at, request] of requests.entries()) {
    const dueAt = startedAt + (at * 1000) / perSecond;
    const earlyMs = dueAt - performance.now();
    if (earlyMs > 0) await wait(earlyMs);
    answers.push(send(request, Math.max(dueAt, startedAt)));
  }
  const latenciesMs = await Promise.all(answers);
  for (const connection of opened) connection.close();
  return latenciesMs;

  /** A connection that the server has closed, or is about to, answers nothing any more. */
  function takeFresh(): HttpConnection | undefined {
    for (let connection = idle.pop(); connection !== undefined; connection = idle.pop()) {
      if (connection.isFresh()) return connection;
      connection.close();
      opened.delete(connection);
    }
    return undefined;
  }

  async function send(request: Buffer, dueAt: number): Promise<number> {
    const connection = takeFresh() ?? (await openConnection(url));
    opened.add(connection);
    const status = await connection.send(request);
    const latencyMs = performance.now() - dueAt;
    idle.push(connection);
    if (status !== 200) throw new Error(`${url} answered ${status}.`);
    return latencyMs;
  }
}
