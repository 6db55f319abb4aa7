import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { signRequest, wrapEvent } from '#tests/support/slack/event-envelope.ts';
import type { SlackChange } from '#tests/support/slack/model.ts';
import { percentile, type Measurement } from './measurement.ts';
import { openConnection, toRequest } from './server/http-connection.ts';
import { runOpenLoop } from './server/open-loop.ts';
import { startReference } from './server/start-reference.ts';
import { withResources } from './with-resources.ts';
import { startSlackBench, type SlackBench } from './slack/start-slack-bench.ts';

const name = 'webhook';
const channels = 40;
const perSecond = 83;
const warmUpSeconds = 2;
const rounds = 5;
const roundSeconds = 5;
const held = 3;
const heldMs = 400;

/**
 * From a signed event's sending to our 200, beside Hono with one insert of the same body on the same database. The
 * events are messages in threads that we follow, so that all that an event causes runs beside the next ones.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const bench = await keep(startSlackBench({ channels, sendsEvents: false }));
    const reference = await keep(startReference('insert-event', [bench.server.databaseUrl]));
    const createEvents = eventSource(bench);
    const toOurs = (body: string): Buffer => eventRequest(`${bench.server.url}/slack/events`, bench, body);
    const toBare = (body: string): Buffer => eventRequest(`${reference.url}/events`, bench, body);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      // The first round warms up.
      const bodies = createEvents(perSecond * (round === 0 ? warmUpSeconds : roundSeconds));
      const oursMs = await runOpenLoop(bench.server.url, bodies.map(toOurs), perSecond);
      await settled(bench);
      const bareMs = await runOpenLoop(reference.url, bodies.map(toBare), perSecond);
      if (round === 0) continue;
      ours.push(...oursMs);
      bare.push(...bareMs);
    }
    const early = await countEarlyAnswers(bench, createEvents(held).map(toOurs));
    return [...report(ours, bare), early];
  });
}

function report(ours: readonly number[], bare: readonly number[]): Measurement[] {
  return [
    [0.5, null],
    [0.99, null],
    [0.999, 'ratio <= 3'],
  ].map(([p, aim]) => ({
    name,
    metric: `event to 200 at ${perSecond} events/s, p${Number(p) * 100}`,
    unit: 'ms',
    ours: percentile(ours, Number(p)),
    reference: percentile(bare, Number(p)),
    aim: aim === null ? null : String(aim),
  }));
}

/** Makes bodies of events, each as Slack would write it for a person's answer in one of the threads. */
function eventSource({ slack, lanes }: SlackBench): (count: number) => string[] {
  let number = 0;
  return (count) => {
    const changes: SlackChange[] = [];
    const end = slack.onChange((change) => changes.push(change));
    for (let at = 0; at < count; at++) {
      const lane = lanes[number++ % lanes.length];
      if (lane === undefined) throw new Error('There is no thread to answer in.');
      slack.workspace.emit(
        {
          type: 'message',
          channel: lane.channelId,
          channel_type: 'channel',
          user: slack.workspace.getUser('tom').id,
          text: `The first half ships on the 9th (${number})`,
          ts: `${Math.floor(Date.now() / 1000)}.${String(number).padStart(6, '0')}`,
          thread_ts: lane.rootTs,
          team: slack.workspace.teamId,
          client_msg_id: crypto.randomUUID(),
        },
        lane.channelId,
      );
    }
    end();
    return changes.map((change) => JSON.stringify(wrapEvent(slack.workspace, change)));
  };
}

function eventRequest(url: string, { slack }: SlackBench, body: string): Buffer {
  const headers = { 'content-type': 'application/json', ...signRequest(slack.app.signingSecret, body) };
  return toRequest(url, { method: 'POST', path: new URL(url).pathname, headers, body });
}

/** Resolves once our server has handled every event it stored. */
async function settled({ server }: SlackBench): Promise<void> {
  for (;;) {
    const { rows } = await server.db.execute<{ left: number }>(sql`select count(*)::int as left from chat_event`);
    if (rows[0]?.left === 0) return;
    await wait(50);
  }
}

/** Keeps the table of events locked and counts the answers that come all the same. */
async function countEarlyAnswers({ server }: SlackBench, requests: readonly Buffer[]): Promise<Measurement> {
  let early = 0;
  const connections = await Promise.all(requests.map(() => openConnection(server.url)));
  const { answers } = await server.db.transaction(async (tx) => {
    await tx.execute(sql`lock table chat_event in access exclusive mode`);
    let isHeld = true;
    const sent = requests.map(async (request, at) => {
      const status = await connections[at]?.send(request);
      if (isHeld) early += 1;
      return status;
    });
    await wait(heldMs);
    isHeld = false;
    return { answers: sent };
  });
  const statuses = await Promise.all(answers);
  for (const connection of connections) connection.close();
  if (statuses.some((status) => status !== 200)) throw new Error(`An event was refused: ${statuses.join(', ')}.`);
  return {
    name,
    metric: `answers before the event was stored, of ${requests.length} held back`,
    unit: 'answers',
    ours: early,
    reference: null,
    aim: 'ours <= 0',
  };
}
