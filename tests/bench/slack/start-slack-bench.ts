import { createId } from '#server/kernel/ids.ts';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import { consent, createChatTeam, slackSettings, type ChatTeam, type Client } from '#tests/support/chat-team.ts';
import { createMail, draftOf } from '#tests/support/domain-team.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { startBenchServer, type BenchServer } from '../server/start-bench-server.ts';

/** A discussion that already has its card and first message in Slack, alone in its channel. */
export interface Lane {
  readonly discussionId: DiscussionId;
  readonly channelId: string;
  readonly rootTs: string;
}

/** Our server connected to Slack's stand-in, with as many discussions as channels. */
export interface SlackBench {
  readonly server: BenchServer;
  readonly slack: SlackStandIn;
  readonly team: ChatTeam;
  readonly client: Client;
  readonly lanes: readonly Lane[];
  close(): Promise<void>;
}

const people = [
  { name: 'ana', realName: 'Ana Duarte', email: 'ana@northwind.example', isAdmin: true },
  { name: 'ben', realName: 'Ben Okafor', email: 'ben@northwind.example' },
];

interface SlackBenchOptions {
  readonly channels: number;
  /** Whether the stand-in posts its events to the server. */
  readonly sendsEvents: boolean;
}

export async function startSlackBench({ channels, sendsEvents }: SlackBenchOptions): Promise<SlackBench> {
  const names = Array.from({ length: channels }, (_none, at) => `customer-${at}`);
  const members = people.map(({ name }) => name);
  const slack = await createSlackStandIn({
    seed: { users: people, channels: names.map((name) => ({ name, members })) },
    limits: { posts: true },
  });
  const server = await startBenchServer(slackSettings(slack));
  if (sendsEvents) await slack.setRequestUrls(`${server.url}/slack/events`);
  const team = await createChatTeam(server.db);
  const client = team.as(team.ana, server.url);
  await consent(client, slack, 'install', 'ana');
  for (const name of names) slack.join(name, 'bot');
  await client.chat.setDefaultChannel.mutate({ channelId: slack.workspace.getChannel(names[0] ?? '').id });
  const lanes: Lane[] = [];
  for (const name of names) lanes.push(await startLane(client, slack, slack.workspace.getChannel(name).id));
  return {
    server,
    slack,
    team,
    client,
    lanes,
    close: async () => {
      await server.close();
      await slack.close();
    },
  };
}

async function startLane(client: Client, slack: SlackStandIn, channelId: string): Promise<Lane> {
  const { discussion } = await client.discussions.post.mutate({
    ...draftOf('Who answers this one?', { messageId: createId<MessageId>() }),
    target: { kind: 'mail', mail: createMail(), visibility: 'team', channelId },
  });
  const card = await slack.waitForMessage((_message, channel) => channel === channelId, 20_000);
  return { discussionId: discussion.id, channelId, rootTs: card.message.ts };
}
