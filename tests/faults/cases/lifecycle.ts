import { consent } from '#tests/support/chat-team.ts';
import type { Verdict } from '../verify.ts';
import { createWorld } from '../world.ts';
import { copies, createScene, until, type Scene, type Thread } from './scene.ts';

/** Tokens that expire, an app that is removed and installed again, and people who link themselves. */
export async function runLifecycle(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 2, seed, channels: ['life'], standIn: { tokenRotation: true } });
  try {
    const scene = createScene(world);
    const thread = await scene.start('life');
    await thread.untilReceipt(thread.first, 'delivered');
    await expire(scene, thread);
    await linkPerson(scene, thread);
    await loseLink(scene, thread);
    await endAndResume(scene, thread, 'uninstalled', () => world.slack.uninstall(), /removed/);
    await endAndResume(scene, thread, 'revoked', () => world.slack.revokeTokens('bot'), /withdrew/);
    return scene.verdict({ endings: 2 });
  } finally {
    await world.close();
  }
}

async function expire(scene: Scene, thread: Thread): Promise<void> {
  const { world } = scene;
  world.slack.expireTokens();
  const messages = await Promise.all([1, 2, 3].map((count) => thread.post(`with a new token ${count}`)));
  for (const messageId of messages) {
    const { receipt } = await thread.untilReceipt(messageId, 'delivered');
    scene.check(receipt?.state === 'delivered', `after the token expired a receipt is ${receipt?.state}`);
  }
  const renewals = world.slack.calls().filter((call) => call.args['grant_type'] === 'refresh_token');
  scene.check(renewals.length === 1, `the token was renewed ${renewals.length} times`);
}

/** With their own link, a person's reactions are theirs in Slack, and they can edit here what they typed there. */
async function linkPerson(scene: Scene, thread: Thread): Promise<void> {
  const { slack } = scene.world;
  const ana = await scene.world.ana();
  await consent(ana, slack, 'link-person', 'ana');
  scene.check((await ana.chat.status.query()).me.linked, 'linking oneself does not show');
  await ana.discussions.react.mutate({
    discussionId: thread.discussionId,
    messageId: thread.first,
    emoji: '🎉',
    on: true,
  });
  const user = slack.workspace.getUser('ana').id;
  const reacted = await until(async () =>
    slack.messages('life').some((message) => message.reactions?.some((each) => each.users.includes(user)))
      ? true
      : undefined,
  );
  scene.check(reacted === true, 'a linked person’s reaction is not theirs in Slack');
  const ts = slack.say({ channel: 'life', user: 'ana', text: 'typed in Slack', threadTs: await thread.root() });
  const typed = await thread.untilMessage((message) => message.body === 'typed in Slack');
  if (typed === undefined) return scene.check(false, 'what Ana typed in Slack did not come');
  await ana.discussions.editMessage.mutate({
    discussionId: thread.discussionId,
    messageId: typed.id,
    body: 'edited beside the mail',
  });
  const edited = await until(async () =>
    slack.findPost({ channel: 'life', ts })?.message.text === 'edited beside the mail' ? true : undefined,
  );
  scene.check(edited === true, 'a linked person can’t edit here what they typed in Slack');
}

/** A person's link that is revoked without a word: the bot reacts for them, and the workspace stays connected. */
async function loseLink(scene: Scene, thread: Thread): Promise<void> {
  const { slack } = scene.world;
  slack.faults.next({ kind: 'lost', method: 'tokens_revoked' });
  slack.revokeTokens('ana');
  const ana = await scene.world.ana();
  const { discussionId, first: messageId } = thread;
  await ana.discussions.react.mutate({ discussionId, messageId, emoji: '👀', on: true });
  const bot = slack.workspace.installation?.botUserId ?? '';
  const reacted = await until(async () =>
    slack.messages('life').some((message) => message.reactions?.some((each) => each.users.includes(bot)))
      ? true
      : undefined,
  );
  scene.check(reacted === true, 'without their link, nobody reacts for them');
  const status = await ana.chat.status.query();
  scene.check(status.installation?.state === 'active', 'a person’s revoked link ended the workspace');
  scene.check(!status.me.linked, 'a revoked link still shows');
}

async function endAndResume(
  scene: Scene,
  thread: Thread,
  how: string,
  end: () => void,
  speaksOf: RegExp,
): Promise<void> {
  const { world } = scene;
  end();
  const ana = await world.ana();
  const status = await until(async () => {
    const now = await ana.chat.status.query();
    return now.installation?.state === 'ended' ? now : undefined;
  });
  scene.check(
    speaksOf.test(status?.installation?.reason ?? ''),
    `${how}: the reason is "${status?.installation?.reason}"`,
  );
  const messageId = await thread.post(`while ${how}`);
  const failed = await thread.untilReceipt(messageId, 'failed');
  scene.check(/connect slack again/i.test(failed.receipt?.reason ?? ''), `${how}: "${failed.receipt?.reason}"`);
  await consent(ana, world.slack, 'install', 'ana');
  world.slack.join('life', 'bot');
  const { receipt } = await thread.untilReceipt(messageId, 'delivered');
  scene.check(receipt?.state === 'delivered', `${how}: once connected again the receipt is ${receipt?.state}`);
  scene.check(copies(world, 'life', `while ${how}`) === 1, `${how}: it is not once in Slack`);
}
