import { setTimeout as wait } from 'node:timers/promises';
import type { Verdict } from '../verify.ts';
import { createWorld, graceMs } from '../world.ts';
import { copies, createScene, type Scene } from './scene.ts';

/**
 * Posts whose outcome can't be found out: "unknown" is shown, never repeated by itself, and a person's retry looks
 * before it posts.
 */
export async function runUnknown(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 2, seed, channels: ['arrived', 'lost'] });
  try {
    const scene = createScene(world);
    await Promise.all([loseTrack(scene, 'arrived', 'drop-answer'), loseTrack(scene, 'lost', 'drop-request')]);
    return scene.verdict({ unknown: 2 });
  } finally {
    await world.close();
  }
}

async function loseTrack(scene: Scene, room: string, kind: 'drop-answer' | 'drop-request'): Promise<void> {
  const { world } = scene;
  const { slack } = world;
  const thread = await scene.start(room);
  await thread.untilReceipt(thread.first, 'delivered');
  const channel = slack.workspace.getChannel(room).id;
  slack.faults.next({ kind, method: 'chat.postMessage', channel });
  slack.faults.next({ kind: 'error:missing_scope', method: 'conversations.replies', channel, times: 1 });
  const text = `unknown in ${room}`;
  // Its event would tell that it arrived.
  slack.faults.next({ kind: 'lost', method: 'message.bot_message', channel });
  const messageId = await thread.post(text);
  const unknown = await thread.untilReceipt(messageId, 'unknown');
  scene.check(unknown.receipt?.state === 'unknown', `${room}: the receipt is ${unknown.receipt?.state}`);
  scene.check(/not known/i.test(unknown.receipt?.reason ?? ''), `${room}: it says "${unknown.receipt?.reason}"`);
  const posts = () => slack.calls().filter((call) => call.method === 'chat.postMessage' && call.args['text'] === text);
  await wait(graceMs * 2);
  const still = await thread.message(messageId);
  // Reading the thread again may find that it arrived; what must not happen is another post.
  scene.check(posts().length === 1, `${room}: it was posted ${posts().length} times without anybody's word`);
  if (still.receipt?.state === 'unknown') {
    const ana = await world.ana();
    await ana.discussions.retry.mutate({ discussionId: thread.discussionId, messageId });
  }
  const { receipt } = await thread.untilReceipt(messageId, 'delivered');
  scene.check(receipt?.state === 'delivered', `${room}: after a retry the receipt is ${receipt?.state}`);
  scene.check(copies(world, room, text) === 1, `${room}: it is ${copies(world, room, text)} times in Slack`);
}
