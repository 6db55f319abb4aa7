import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { CorrespondenceView } from '#shared/contract/correspondence.ts';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import { drainLink } from '#server/domain/chat/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { consent, createChatTeam, slackSettings, type ChatTeam, type Client } from './chat-team.ts';
import { createMail } from './domain-team.ts';
import { createSlackStandIn, type SlackStandIn } from './slack/index.ts';
import { startTestApp, type TestApp } from './test-app.ts';

/** How much faster than in reality waits pass. */
const clockScale = 50;

/** A team connected to the stand-in, on a server in this process whose jobs are done when a test says so. */
export interface ChatScene {
  readonly app: TestApp;
  readonly slack: SlackStandIn;
  readonly team: ChatTeam;
  readonly ana: Client;
  readonly ben: Client;
  readonly channelId: string;
  /** Starts a discussion about a mail of its own, as Ana, and sends it. */
  discuss(text: string, visibility?: 'team' | 'private'): Promise<Started>;
  /** Sends what waits for the chat. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface Started {
  readonly discussion: NonNullable<CorrespondenceView['discussion']>;
  readonly messageId: MessageId;
  /** The thread in the stand-in; empty when the discussion is in no channel. */
  readonly threadTs: string;
}

export async function createChatScene(env: Readonly<Record<string, string>> = {}): Promise<ChatScene> {
  const slack = await createSlackStandIn({ clockScale });
  const app = await startTestApp({ env: { ...slackSettings(slack), CLOCK_SCALE: String(clockScale), ...env } });
  await slack.setRequestUrls(`${app.url}/slack/events`);
  slack.setInteractivityUrl(`${app.url}/slack/interactions`);
  const team = await createChatTeam(app.ports.db);
  const [ana, ben] = [team.as(team.ana, app.url), team.as(team.ben, app.url)];
  await consent(ana, slack, 'install', 'ana');
  slack.join('customers', 'bot');
  const channelId = slack.workspace.getChannel('customers').id;
  await ana.chat.setDefaultChannel.mutate({ channelId });
  const { db } = app.ports;

  /** Until nothing waits any more, as its job does. */
  async function drainOne(linkId: string): Promise<void> {
    const signal = AbortSignal.timeout(30_000);
    for (;;) {
      const waits = await drainLink(app.ports, { teamId: team.teamId, linkId }, signal);
      if (waits === undefined) return;
      await wait(waits.waitMs, undefined, { signal });
    }
  }

  async function drain(): Promise<void> {
    const { rows } = await db.execute<{ id: string }>(sql`select id from chat_link where team_id = ${team.teamId}`);
    await Promise.all(rows.map(({ id }) => drainOne(id)));
  }

  async function threadOf(discussionId: DiscussionId): Promise<string> {
    const { rows } = await db.execute<{ root_ts: string | null }>(sql`
      select root_ts from chat_link where team_id = ${team.teamId} and discussion_id = ${discussionId}`);
    return rows[0]?.root_ts ?? '';
  }

  return {
    app,
    slack,
    team,
    ana,
    ben,
    channelId,
    drain,
    discuss: async (text, visibility = 'team') => {
      const messageId = createId<MessageId>();
      const target = { kind: 'mail', mail: createMail(), visibility, channelId: null } as const;
      const posted = await ana.discussions.post.mutate({ messageId, target, body: text, mentions: [], fileIds: [] });
      await drain();
      return { discussion: posted.discussion, messageId, threadTs: await threadOf(posted.discussion.id) };
    },
    close: async () => {
      await app.close();
      await slack.close();
    },
  };
}
