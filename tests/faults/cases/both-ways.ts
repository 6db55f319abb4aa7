import type { FileId, MessageId } from '#shared/contract/ids.ts';
import { createId } from '#server/kernel/ids.ts';
import { createMail, draftOf } from '#tests/support/domain-team.ts';
import type { Verdict } from '../verify.ts';
import { createWorld } from '../world.ts';
import { createScene, until, type Scene, type Thread } from './scene.ts';

/** With nothing going wrong: everything that goes both ways, as each side shows it. */
export async function runBothWays(seed: number): Promise<Verdict> {
  const world = await createWorld({ servers: 2, seed, channels: ['calm'] });
  try {
    const scene = createScene(world);
    const thread = await scene.start('calm', `hello **team**, @[Ben Okafor](user:${world.team.ben.userId})`);
    await thread.untilReceipt(thread.first, 'delivered');
    await checkOutgoing(scene, thread);
    await checkCounted(scene, thread);
    await checkIncoming(scene, thread);
    await checkFiles(scene, thread);
    await checkPrivate(scene);
    return scene.verdict();
  } finally {
    await world.close();
  }
}

async function checkOutgoing(scene: Scene, thread: Thread): Promise<void> {
  const { slack } = scene.world;
  const root = await thread.root();
  const [card, first] = slack.thread('calm', root);
  const shown = JSON.stringify(card?.blocks);
  for (const part of ['Quote for 40 garden benches', 'Marta Weiss', 'Ana Duarte', 'mail.google.com', 'Open in Gmail'])
    scene.check(shown.includes(part), `the card does not show ${part}`);
  const ben = slack.workspace.getUser('ben').id;
  scene.check(first?.text === `hello *team*, <@${ben}>`, `the first message is "${first?.text}" in Slack`);
  scene.check(first?.username === 'Ana Duarte', `the first message is by ${first?.username}`);
  const post = slack.findPost({ channel: 'calm', ts: first?.ts ?? '' });
  scene.check(post?.unfurlLinks === false && post.unfurlMedia === false, 'links unfurl by themselves');
}

async function checkIncoming(scene: Scene, thread: Thread): Promise<void> {
  const { slack } = scene.world;
  const threadTs = await thread.root();
  slack.addUser({
    name: 'visitor',
    realName: 'Vera Visitor',
    displayName: 'Vera Visitor',
    email: 'vera@northwind.example',
    isEmailConfirmed: false,
  });
  slack.join('calm', 'visitor');
  const ana = slack.workspace.getUser('ana').id;
  const ts = slack.say({ channel: 'calm', user: 'ben', text: `see <@${ana}>`, threadTs });
  const fromBen = await thread.untilMessage((each) => each.body.startsWith('see '));
  scene.check(
    fromBen?.author.kind === 'teammate' && fromBen.author.name === 'Ben Okafor',
    'Ben is not a teammate here',
  );
  const mention = `see @[Ana Duarte](user:${scene.world.team.ana.userId})`;
  scene.check(fromBen?.body === mention, `the mention reads "${fromBen?.body}"`);
  slack.say({ channel: 'calm', user: 'visitor', text: 'from a guest', threadTs, broadcast: true });
  const fromGuest = await thread.untilMessage((each) => each.body === 'from a guest');
  scene.check(
    fromGuest?.author.kind === 'guest' && ['Vera Visitor', 'visitor'].includes(fromGuest.author.name),
    `a guest shows as ${JSON.stringify(fromGuest?.author)}`,
  );
  slack.unfurl({ channel: 'calm', ts }, 'https://example.com');
  slack.edit({ channel: 'calm', ts }, 'see that');
  const edited = await thread.untilMessage((each) => each.body === 'see that');
  scene.check(edited?.editedAt != null, 'an edit does not show as one');
  slack.react({ channel: 'calm', ts, user: 'ben', name: 'tada' });
  const reacted = await thread.untilMessage((each) => each.id === fromBen?.id && each.reactions[0]?.emoji === '🎉');
  scene.check(reacted !== undefined, 'a reaction did not come');
  slack.remove({ channel: 'calm', ts });
  const gone = await thread.untilMessage((each) => each.id === fromBen?.id && each.deletedAt !== null);
  scene.check(gone !== undefined, 'a deletion did not come');
  const outside = slack.say({ channel: 'calm', user: 'ben', text: 'not in the thread' });
  scene.check(outside !== '', 'nothing was said outside the thread');
  slack.say({ channel: 'calm', user: 'ben', text: 'the last', threadTs });
  await thread.untilMessage((each) => each.body === 'the last');
  const stray = (await scene.world.ana()).discussions.get.query({ discussionId: thread.discussionId });
  scene.check(
    !(await stray).messages.some((each) => each.body === 'not in the thread'),
    'the channel leaks into a thread',
  );
}

async function checkFiles(scene: Scene, thread: Thread): Promise<void> {
  const { slack, servers, team } = scene.world;
  const url = servers[0]?.url ?? '';
  const answer = await fetch(`${url}/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${team.ana.token}`,
      'x-sidethread-team': team.teamId,
      'x-file-name': 'list.csv',
      'content-type': 'text/csv',
    },
    body: 'name,size\nbench,40\n',
  });
  const { fileId } = (await answer.json()) as { fileId: FileId };
  const messageId = createId<MessageId>();
  const target = { kind: 'discussion', discussionId: thread.discussionId } as const;
  const ana = await scene.world.ana();
  await ana.discussions.post.mutate({ ...draftOf('with a file', { messageId }), fileIds: [fileId], target });
  const shared = await until(async () =>
    slack.messages('calm').find((message) => message.files?.some((file) => file['name'] === 'list.csv')),
  );
  scene.check(shared?.text === 'Ana Duarte shared a file', `a file from here reads "${shared?.text}" in Slack`);
  const threadTs = await thread.root();
  slack.say({ channel: 'calm', user: 'ben', text: 'look', threadTs, files: [{ name: 'photo.png', data: 'png' }] });
  const looked = await thread.untilMessage((each) => each.body === 'look');
  scene.check(looked?.files[0]?.name === 'photo.png', 'a file from Slack does not show');
  const all = (await ana.discussions.get.query({ discussionId: thread.discussionId })).messages;
  scene.check(
    all.filter((each) => each.files.some((file) => file.name === 'list.csv')).length === 1,
    'our own file came back',
  );
}

/** A private discussion is a group message of those in it, and nobody else hears of it. */
async function checkPrivate(scene: Scene): Promise<void> {
  const { slack, team } = scene.world;
  const ana = await scene.world.ana();
  const messageId = createId<MessageId>();
  const body = `between us, @[Ben Okafor](user:${team.ben.userId})`;
  const mail = createMail();
  const posted = await ana.discussions.post.mutate({
    ...draftOf(body, { messageId }),
    mentions: [team.ben.userId],
    target: { kind: 'mail', mail, visibility: 'private', channelId: null },
  });
  const group = await until(async () =>
    [...slack.workspace.channels.values()].find(
      (channel) => channel.kind === 'mpim' && channel.posts.some((post) => post.message.text.startsWith('between us')),
    ),
  );
  const members = [...(group?.members ?? [])].map((id) => slack.workspace.users.get(id)?.name).toSorted();
  scene.check(members.join() === 'ana,ben,sidethread', `the group message holds ${members.join()}`);
  const root = group?.posts[0]?.message.ts ?? '';
  if (group === undefined) return;
  slack.say({ channel: group.id, user: 'ben', text: 'only you', threadTs: root });
  const came = await until(async () => {
    const { messages } = await ana.discussions.get.query({ discussionId: posted.discussion.id });
    return messages.find((each) => each.body === 'only you');
  });
  scene.check(came !== undefined, 'an answer in the group message did not come');
  scene.check(!JSON.stringify(slack.messages('calm')).includes('between us'), 'a private message is in the channel');
}

/** Two people without a link of their own: one reaction of the bot, and a line that counts them. */
async function checkCounted(scene: Scene, thread: Thread): Promise<void> {
  const { slack, servers, team } = scene.world;
  const root = await thread.root();
  const at = { discussionId: thread.discussionId, messageId: thread.first, emoji: '👍' };
  const url = servers[0]?.url ?? '';
  await team.as(team.ana, url).discussions.react.mutate({ ...at, on: true });
  await team.as(team.ben, url).discussions.react.mutate({ ...at, on: true });
  const shown = () => JSON.stringify(slack.thread('calm', root)[1] ?? {});
  const isCounted = await until(async () => (shown().includes('👍 2') ? true : undefined));
  scene.check(isCounted === true, 'equal reactions of two people are not counted in Slack');
  await team.as(team.ben, url).discussions.react.mutate({ ...at, on: false });
  const isGone = await until(async () => (shown().includes('👍 2') ? undefined : true));
  scene.check(isGone === true, 'the count stays after one of them took it back');
  await team.as(team.ana, url).discussions.react.mutate({ ...at, on: false });
  const isBare = await until(async () => (shown().includes('"reactions"') ? undefined : true));
  scene.check(isBare === true, 'the bot’s reaction stays after the last took it back');
}
