import type { Verdict } from '../verify.ts';
import { createWorld } from '../world.ts';
import { copies, createScene, until, type Scene, type Thread } from './scene.ts';

/** Channels that break while discussions run in them, and get well again. */
export async function runChannels(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 1, seed, channels: ['archived', 'left', 'shared', 'guests', 'calm'] });
  try {
    const scene = createScene(world);
    const { slack } = world;
    const guest = { name: 'gina', realName: 'Gina Guest', email: 'gina@freelance.example', isRestricted: true };
    slack.addUser(guest);
    await Promise.all([
      breakAndMend(scene, 'archived', /unarchive/i, [
        () => slack.archive('archived'),
        () => slack.unarchive('archived'),
      ]),
      breakAndMend(scene, 'left', /invite/i, [() => slack.leave('left', 'bot'), () => slack.join('left', 'bot')]),
      breakAndMend(scene, 'shared', /outside/i, [
        () => slack.shareExternally('shared', 'on'),
        () => slack.shareExternally('shared', 'off'),
      ]),
      breakAndMend(scene, 'guests', /outside/i, [
        () => slack.join('guests', 'gina'),
        () => slack.leave('guests', 'gina'),
      ]),
    ]);
    await refuseOutsiders(scene);
    return scene.verdict({ channels: 4 });
  } finally {
    await world.close();
  }
}

async function breakAndMend(
  scene: Scene,
  channel: string,
  speaksOf: RegExp,
  [spoil, mend]: readonly [() => void, () => void],
): Promise<void> {
  const { world } = scene;
  const thread = await scene.start(channel);
  await thread.untilReceipt(thread.first, 'delivered');
  spoil();
  await untilSeen(world, channel, true);
  const during = await thread.post(`while ${channel}`);
  const failed = await thread.untilReceipt(during, 'failed');
  scene.check(failed.receipt?.state === 'failed', `${channel}: the receipt is ${failed.receipt?.state}`);
  scene.check(speaksOf.test(failed.receipt?.reason ?? ''), `${channel}: the receipt says "${failed.receipt?.reason}"`);
  scene.check(copies(world, channel, `while ${channel}`) === 0, `${channel}: it was posted all the same`);
  await goOnElsewhere(scene);
  mend();
  await deliverAgain(scene, thread, during);
}

/** Until the server has looked at the channel since, or its events could not tell it. */
async function untilSeen(world: Scene['world'], channel: string, hasProblem: boolean): Promise<void> {
  const id = world.slack.workspace.getChannel(channel).id;
  // A bot that was put out of a channel hears nothing of it any more: the next post finds out.
  if (channel === 'left' || channel === 'archived') return;
  await until(async () => {
    const { rows } = await world.database.db.$client.query<{ problem_code: string | null }>(
      'select problem_code from chat_channel where channel_id = $1 and not is_stale',
      [id],
    );
    return ((rows[0]?.problem_code ?? null) !== null) === hasProblem ? true : undefined;
  });
}

async function goOnElsewhere(scene: Scene): Promise<void> {
  const calm = await scene.start('calm');
  const { receipt } = await calm.untilReceipt(calm.first, 'delivered');
  scene.check(receipt?.state === 'delivered', 'a broken channel kept another one from its messages');
}

async function deliverAgain(scene: Scene, thread: Thread, messageId: Thread['first']): Promise<void> {
  const { receipt } = await thread.untilReceipt(messageId, 'delivered');
  const { channel } = thread;
  scene.check(receipt?.state === 'delivered', `${channel}: once mended, the receipt is ${receipt?.state}`);
  scene.check(
    copies(scene.world, channel, `while ${channel}`) === 1,
    `${channel}: once mended, it is not once in Slack`,
  );
}

/** Choosing a channel with people from outside is refused with a sentence. */
async function refuseOutsiders(scene: Scene): Promise<void> {
  const { slack } = scene.world;
  slack.addChannel({ name: 'with-guest', members: ['ana', 'gina'] });
  slack.addChannel({ name: 'with-acme', members: ['ana'], isExtShared: true });
  for (const name of ['with-guest', 'with-acme']) {
    slack.join(name, 'bot');
    const ana = await scene.world.ana();
    const channelId = slack.workspace.getChannel(name).id;
    const answer = await ana.chat.setDefaultChannel.mutate({ channelId }).then(
      () => 'accepted',
      (error: unknown) => String(error),
    );
    scene.check(/outside/.test(answer), `choosing #${name} was ${answer}`);
  }
}
