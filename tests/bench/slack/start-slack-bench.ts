import { createId } from '#server/kernel/ids.ts';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import { consent, slackSettings } from '#tests/support/chat-team.ts';
import { draftOf } from '#tests/support/domain-team.ts';
import { larkfieldSlack, owner } from '#tests/support/larkfield.ts';
import { company, type MailThread } from '#tests/support/mail-data.ts';
import { createSlackStandIn, type SlackStandIn } from '#tests/support/slack/index.ts';
import { setUpTeam, signIn, type Api } from '#tests/support/team-over-http.ts';
import { createMailbox } from '../browser/bench-mailbox.ts';
import { claimOf } from '../browser/claim-of.ts';
import { startBenchServer, type BenchServer } from '../server/start-bench-server.ts';

/** A discussion whose card is in Slack, alone in its channel. */
export interface Lane {
  readonly thread: MailThread;
  readonly discussionId: DiscussionId;
  readonly channelId: string;
  readonly rootTs: string;
}

/** Our server connected to Slack's stand-in, with as many discussions as channels. */
export interface SlackBench {
  readonly server: BenchServer;
  readonly slack: SlackStandIn;
  /** The owner's procedures. */
  readonly api: Api;
  readonly lanes: readonly Lane[];
  close(): Promise<void>;
}

interface SlackBenchOptions {
  readonly channels: number;
  /** Whether the stand-in posts its events to the server. */
  readonly sendsEvents: boolean;
}

export async function startSlackBench({ channels, sendsEvents }: SlackBenchOptions): Promise<SlackBench> {
  const names = Array.from({ length: channels }, (_none, at) => `customer-${at}`);
  const members = (larkfieldSlack.users ?? []).map(({ name }) => name);
  const slack = await createSlackStandIn({
    seed: { ...larkfieldSlack, channels: names.map((name) => ({ name, members })) },
    limits: { posts: true },
  });
  const server = await startBenchServer(slackSettings(slack)).catch(async (error: unknown) => {
    await slack.close();
    throw error;
  });
  if (sendsEvents) await slack.setRequestUrls(`${server.url}/slack/events`);
  await setUpTeam(server.process, owner, company.name);
  const { api } = await signIn(server.url, owner);
  await consent(api, slack, 'install', owner.email);
  for (const name of names) slack.join(name, 'bot');
  await api.chat.setDefaultChannel.mutate({ channelId: slack.workspace.getChannel(names[0] ?? '').id });
  const lanes: Lane[] = [];
  for (const [at, thread] of createMailbox(channels).entries())
    lanes.push(await startLane(api, slack, thread, slack.workspace.getChannel(names[at] ?? '').id));
  return {
    server,
    slack,
    api,
    lanes,
    close: async () => {
      await server.close();
      await slack.close();
    },
  };
}

async function startLane(api: Api, slack: SlackStandIn, thread: MailThread, channelId: string): Promise<Lane> {
  const { discussion } = await api.discussions.post.mutate({
    ...draftOf('Who answers this one?', { messageId: createId<MessageId>() }),
    target: { kind: 'mail', mail: claimOf(thread), visibility: 'team', channelId },
  });
  const card = await slack.waitForMessage((_message, channel) => channel === channelId, 20_000);
  return { thread, discussionId: discussion.id, channelId, rootTs: card.message.ts };
}
