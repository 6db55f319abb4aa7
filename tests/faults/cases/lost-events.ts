import type { Verdict } from '../verify.ts';
import { clockScale, createWorld } from '../world.ts';
import { createScene, until, type Scene, type Thread } from './scene.ts';

/**
 * No event arrives at all: everything said, edited, deleted and reacted in Slack is found by reading the threads
 * again, and never faster than Slack lets an app of this kind read.
 */
export async function runLostEvents(seed: number, kind: 'internal' | 'commercial'): Promise<Verdict> {
  const isCommercial = kind === 'commercial';
  const world = await createWorld({
    servers: 2,
    seed,
    channels: ['lost'],
    settings: { SLACK_READ_LIMITS: kind },
    standIn: { limits: { posts: true, tiers: true, commercial: isCommercial } },
  });
  try {
    const scene = createScene(world);
    const thread = await scene.start('lost');
    await thread.untilReceipt(thread.first, 'delivered');
    await sayAll(scene, thread);
    const limited = world.slack.calls().filter((call) => call.method === 'conversations.replies' && !call.isPerformed);
    scene.check(limited.length === 0, `${limited.length} reads were refused by Slack's limits`);
    const reads = world.slack.calls().filter((call) => call.method === 'conversations.replies');
    if (isCommercial)
      checkGaps(
        scene,
        reads.map((call) => call.at),
      );
    return scene.verdict({ reads: reads.length });
  } finally {
    await world.close();
  }
}

async function sayAll(scene: Scene, thread: Thread): Promise<void> {
  const { slack } = scene.world;
  const threadTs = await thread.root();
  slack.faults.rates({ lost: 1 });
  // Slack counts when a call reaches it, not when we made it.
  slack.faults.next({ kind: 'slow-request', method: 'conversations.replies', delayMs: 300 });
  const stay = slack.say({ channel: 'lost', user: 'ben', text: 'stays', threadTs });
  const gone = slack.say({ channel: 'lost', user: 'ben', text: 'goes', threadTs });
  for (let count = 0; count < 20; count++)
    slack.say({ channel: 'lost', user: 'chiara', text: `more ${count}`, threadTs });
  await askToRead(scene);
  scene.check((await thread.untilMessage((each) => each.body === 'more 19')) !== undefined, 'messages were not found');
  slack.edit({ channel: 'lost', ts: stay }, 'stays, edited');
  slack.remove({ channel: 'lost', ts: gone });
  slack.react({ channel: 'lost', ts: stay, user: 'chiara', name: '+1' });
  await askToRead(scene);
  const edited = await thread.untilMessage((each) => each.body === 'stays, edited' && each.reactions.length > 0);
  scene.check(edited !== undefined, 'an edit or a reaction was not found');
  await askToRead(scene);
  const deleted = await until(async () => {
    const all = await thread.untilMessage((each) => each.deletedAt !== null);
    return all === undefined ? undefined : true;
  });
  scene.check(deleted === true, 'a deletion was not found');
  slack.unreact({ channel: 'lost', ts: stay, user: 'chiara', name: '+1' });
  await askToRead(scene);
  const unreacted = await thread.untilMessage((each) => each.body === 'stays, edited' && each.reactions.length === 0);
  scene.check(unreacted !== undefined, 'a reaction taken back was not found');
}

/** As a server does when it starts. */
async function askToRead({ world }: Scene): Promise<void> {
  await world.database.db.$client.query('update chat_link set reconcile_at = now() where root_ts is not null');
}

function checkGaps(scene: Scene, times: readonly number[]): void {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  // A minute on the scaled clock, less what a timer may be early.
  const tooShort = gaps.filter((gap) => gap < 60_000 / clockScale - 20);
  scene.check(tooShort.length === 0, `threads were read ${Math.min(...gaps)} ms apart`);
}
