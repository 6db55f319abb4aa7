import { setTimeout as wait } from 'node:timers/promises';
import { createId } from '#server/kernel/ids.ts';
import type { MessageId } from '#shared/contract/ids.ts';
import { draftOf } from '#tests/support/domain-team.ts';
import { findSidebar } from '#tests/support/extension.ts';
import { startMailBrowserWithUs, waitForThread } from './browser/open-mail.ts';
import { percentile, type Measurement } from './measurement.ts';
import { startBareJobs, type BareJob, type BareJobs } from './relay/bare-jobs.ts';
import { watchText } from './relay/watch-text.ts';
import { startReference } from './server/start-reference.ts';
import { withResources, type Keep } from './with-resources.ts';
import { startSlackBench, type SlackBench } from './slack/start-slack-bench.ts';

const name = 'relay';
const channels = 40;
const outSamples = 200;
const outWarmUp = 20;
/** Slack takes one post a second and channel, with a burst allowed: the channels are used in turn. */
const outEveryMs = 40;
const inSamples = 150;
const inWarmUp = 20;
const inEveryMs = 60;

/**
 * Out: from `discussions.post` until Slack's stand-in has the message, beside a bare graphile-worker job whose task
 * tells a plain HTTP server. In: from a person's answer in Slack until it stands in an open sidebar, beside a bare
 * server-sent event until it stands in a page.
 */
export async function measure(): Promise<Measurement[]> {
  return withResources(async (keep) => {
    const bench = await keep(startSlackBench({ channels, sendsEvents: true }));
    const jobs = await keep(startBareJobs(bench.server.databaseUrl));
    // The first messages follow their cards at Slack's pace.
    await bench.slack.waitUntilEventsSettled(20_000);
    await wait(2000);
    const out = await measureOut(bench, jobs);
    return [...out, ...(await measureIn(bench, keep))];
  });
}

async function measureOut(bench: SlackBench, jobs: BareJobs): Promise<Measurement[]> {
  const ours: number[] = [];
  const bare: BareJob[] = [];
  for (let at = -outWarmUp; at < outSamples; at++) {
    const postMs = await postOnce(bench, at + outWarmUp);
    await wait(outEveryMs);
    const job = await jobs.run();
    await wait(outEveryMs);
    if (at < 0) continue;
    ours.push(postMs);
    bare.push(job);
  }
  const told = bare.map(({ toldMs }) => toldMs);
  const started = bare.map(({ startedMs }) => startedMs);
  return [
    row('post to Slack, p50, beside a bare job that tells an HTTP server', ours, told, 0.5, null),
    row('post to Slack, p99, beside a bare job that tells an HTTP server', ours, told, 0.99, 'ratio <= 3'),
    row('post to Slack, p50, beside a bare job’s start', ours, started, 0.5, null),
    row('post to Slack, p99, beside a bare job’s start', ours, started, 0.99, 'ratio <= 3'),
  ];
}

/** ms from the request until the stand-in has the message. */
async function postOnce({ api, slack, lanes }: SlackBench, at: number): Promise<number> {
  const lane = lanes[at % lanes.length];
  if (lane === undefined) throw new Error('There is no discussion to post to.');
  const messageId = createId<MessageId>();
  const arrived = slack.waitForChange(({ event }) => JSON.stringify(event).includes(messageId), 20_000);
  const startedAt = performance.now();
  const arrivedAt = arrived.then(() => performance.now());
  await api.discussions.post.mutate({
    ...draftOf(`Half of it ships on the 9th, number ${messageId}`, { messageId }),
    target: { kind: 'discussion', discussionId: lane.discussionId },
  });
  return (await arrivedAt) - startedAt;
}

async function measureIn(bench: SlackBench, keep: Keep): Promise<Measurement[]> {
  const [lane] = bench.lanes;
  if (lane === undefined) throw new Error('There is no discussion to look at.');
  const reference = await keep(startReference('live-page', []));
  const threads = bench.lanes.map(({ thread }) => thread);
  const browser = await keep(startMailBrowserWithUs(bench.server.url, { threads }));
  const barePage = await browser.context.newPage();
  await barePage.goto(reference.url);
  const page = await browser.open(500);
  const sidebar = await findSidebar(page);
  await waitForThread(sidebar);
  const ourText = await watchText(sidebar, '[role="log"]');
  const bareText = await watchText(barePage, '#said');
  const ours: number[] = [];
  const bare: number[] = [];
  for (let at = -inWarmUp; at < inSamples; at++) {
    const text = `answer ${crypto.randomUUID()}`;
    await Promise.all([ourText.expect(text), bareText.expect(text)]);
    const saidAt = performance.timeOrigin + performance.now();
    bench.slack.say({ channel: lane.channelId, user: 'tom', text, threadTs: lane.rootTs });
    const ourMs = (await ourText.whenShown(text)) - saidAt;
    await wait(inEveryMs);
    const bareSaidAt = performance.timeOrigin + performance.now();
    await fetch(`${reference.url}/say`, { method: 'POST', body: text });
    const bareMs = (await bareText.whenShown(text)) - bareSaidAt;
    await wait(inEveryMs);
    if (at < 0) continue;
    ours.push(ourMs);
    bare.push(bareMs);
  }
  return [
    row('Slack’s event to the sidebar, p50, beside a bare SSE message', ours, bare, 0.5, null),
    row('Slack’s event to the sidebar, p99, beside a bare SSE message', ours, bare, 0.99, 'ours <= 50'),
  ];
}

function row(
  metric: string,
  ours: readonly number[],
  reference: readonly number[],
  p: number,
  aim: string | null,
): Measurement {
  return { name, metric, unit: 'ms', ours: percentile(ours, p), reference: percentile(reference, p), aim };
}
