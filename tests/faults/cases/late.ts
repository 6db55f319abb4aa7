import type { Verdict } from '../verify.ts';
import { createWorld, graceMs } from '../world.ts';
import { copies, createScene, until } from './scene.ts';

/** A post that Slack accepts only after both look-ups found nothing: it ends up once in Slack all the same. */
export async function runVeryLate(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 1, seed, channels: ['late'] });
  try {
    const scene = createScene(world);
    const thread = await scene.start('late');
    await thread.untilReceipt(thread.first, 'delivered');
    const channel = world.slack.workspace.getChannel('late').id;
    world.slack.faults.next({ kind: 'late-accept', method: 'chat.postMessage', channel, delayMs: graceMs * 2 + 3000 });
    const messageId = await thread.post('very late');
    await thread.untilReceipt(messageId, 'delivered');
    // It may be deleted before anybody could see two: what counts is that Slack took both.
    const taken = () => world.slack.calls().filter((call) => call.args['text'] === 'very late' && call.isPerformed);
    const wasDoubled = await until(async () => (taken().length === 2 ? true : undefined));
    scene.check(wasDoubled === true, 'the late post never came, so this proves nothing');
    const isMended = await until(async () => (copies(world, 'late', 'very late') === 1 ? true : undefined));
    scene.check(isMended === true, 'the extra copy was not deleted');
    const { receipt, deletedAt } = await thread.message(messageId);
    scene.check(receipt?.state === 'delivered' && deletedAt === null, 'deleting the extra copy touched the message');
    return scene.verdict();
  } finally {
    await world.close();
  }
}
