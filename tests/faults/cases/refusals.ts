import type { Verdict } from '../verify.ts';
import { copies, createScene, type Scene } from './scene.ts';
import { createWorld } from '../world.ts';

/** Slack's refusals of a post: what the receipt must speak of, and whether a retry alone mends it. */
const refusals = [
  { error: 'channel_not_found', speaksOf: /choose another channel/i },
  { error: 'not_in_channel', speaksOf: /invite/i },
  { error: 'is_archived', speaksOf: /unarchive/i },
  { error: 'msg_too_long', speaksOf: /too long/i },
  { error: 'invalid_blocks', speaksOf: /invalid_blocks/ },
  { error: 'some_new_error', speaksOf: /some_new_error/ },
] as const;

const unclear = ['http5xx', 'drop-request', 'drop-answer', 'late-accept', 'error:internal_error', 'slow'] as const;

/** Each of Slack's refusals, and each way to get no answer, alone: receipts are true and other channels go on. */
export async function runRefusals(seed: number): Promise<Verdict> {
  const rooms = refusals.map((_, index) => `refused-${index}`);
  const doubtful = unclear.map((_, index) => `unclear-${index}`);
  const world = await createWorld({ servers: 1, seed, channels: ['calm', 'limited', ...rooms, ...doubtful] });
  try {
    const scene = createScene(world);
    await Promise.all([
      ...refusals.map(({ error, speaksOf }, index) => refuse(scene, rooms[index] ?? '', error, speaksOf)),
      ...unclear.map((kind, index) => getNoAnswer(scene, doubtful[index] ?? '', kind)),
      limit(scene),
      stayCalm(scene),
    ]);
    return scene.verdict({ refusals: refusals.length, unclear: unclear.length });
  } finally {
    await world.close();
  }
}

async function refuse(scene: Scene, room: string, error: string, speaksOf: RegExp): Promise<void> {
  const { world } = scene;
  const thread = await scene.start(room);
  await thread.untilReceipt(thread.first, 'delivered');
  const channel = world.slack.workspace.getChannel(room).id;
  world.slack.faults.next({ kind: `error:${error}`, method: 'chat.postMessage', channel });
  const messageId = await thread.post(`refused with ${error}`);
  const failed = await thread.untilReceipt(messageId, 'failed');
  scene.check(failed.receipt?.state === 'failed', `${error}: the receipt is ${failed.receipt?.state}`);
  scene.check(speaksOf.test(failed.receipt?.reason ?? ''), `${error}: the receipt says "${failed.receipt?.reason}"`);
  scene.check(copies(world, room, `refused with ${error}`) === 0, `${error}: it is in Slack all the same`);
  const ana = await world.ana();
  // A channel's problem is found gone by looking, as choosing the channel again does.
  if (/channel|archived/.test(error)) await ana.chat.setDefaultChannel.mutate({ channelId: channel });
  else await ana.discussions.retry.mutate({ discussionId: thread.discussionId, messageId });
  const mended = await thread.untilReceipt(messageId, 'delivered');
  scene.check(mended.receipt?.state === 'delivered', `${error}: after mending the receipt is ${mended.receipt?.state}`);
  scene.check(copies(world, room, `refused with ${error}`) === 1, `${error}: after mending it is not once in Slack`);
}

async function getNoAnswer(scene: Scene, room: string, kind: (typeof unclear)[number]): Promise<void> {
  const { world } = scene;
  const thread = await scene.start(room);
  await thread.untilReceipt(thread.first, 'delivered');
  const channel = world.slack.workspace.getChannel(room).id;
  world.slack.faults.next({ kind, method: 'chat.postMessage', channel, delayMs: 1600 });
  const messageId = await thread.post(`unclear by ${kind}`);
  const next = await thread.post(`after ${kind}`);
  await thread.untilReceipt(next, 'delivered');
  const { receipt } = await thread.message(messageId);
  scene.check(receipt?.state === 'delivered', `${kind}: the receipt is ${receipt?.state}`);
  scene.check(copies(world, room, `unclear by ${kind}`) === 1, `${kind}: it is not once in Slack`);
  const texts = world.slack.messages(room).map((message) => message.text);
  scene.check(
    texts.indexOf(`unclear by ${kind}`) < texts.indexOf(`after ${kind}`),
    `${kind}: the next message overtook it`,
  );
}

async function limit(scene: Scene): Promise<void> {
  const { world } = scene;
  const thread = await scene.start('limited');
  await thread.untilReceipt(thread.first, 'delivered');
  const channel = world.slack.workspace.getChannel('limited').id;
  world.slack.faults.next({ kind: 'ratelimited', method: 'chat.postMessage', channel, retryAfterSeconds: 60 });
  const at = Date.now();
  const messageId = await thread.post('limited');
  await thread.untilReceipt(messageId, 'delivered');
  const call = world.slack
    .calls()
    .filter((each) => each.channel === channel && each.method === 'chat.postMessage' && each.isPerformed)
    .at(-1);
  // 60 s on a clock that runs 50 times as fast.
  scene.check((call?.at ?? 0) - at >= 1200, 'it was sent again before Retry-After was over');
  scene.check(copies(world, 'limited', 'limited') === 1, 'what was limited is not once in Slack');
}

async function stayCalm(scene: Scene): Promise<void> {
  const thread = await scene.start('calm');
  for (let count = 0; count < 5; count++) {
    const at = Date.now();
    await thread.untilReceipt(await thread.post(`calm ${count}`), 'delivered');
    scene.check(Date.now() - at < 10_000, 'a channel without problems had to wait');
  }
}
