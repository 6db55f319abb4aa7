import { sql } from 'drizzle-orm';
import type { DiscussionId, MessageId } from '#shared/contract/ids.ts';
import { mirrorPrivateDiscussions } from '#server/domain/chat/index.ts';
import { openIntake } from '#server/domain/emails/index.ts';
import { createId } from '#server/kernel/ids.ts';
import type { ChatScene } from './chat-scene.ts';
import { createMail } from './domain-team.ts';
import {
  arrive,
  createSource,
  createTestMailbox,
  shareEverything,
  type CopyOptions,
  type SourceOptions,
  type TestMailbox,
} from './mail-source.ts';
import type { SlackMessage } from './slack/model.ts';

/** Ana's and Ben's mailboxes, of which everything is shared, in a team whose discussions stand in the chat. */
export interface MailInChat {
  readonly anas: TestMailbox;
  readonly bens: TestMailbox;
  receive(mailbox: TestMailbox, source: SourceOptions, copy?: CopyOptions): Promise<void>;
  /** A discussion about a thread of Ana's mailbox, whose first mail came before; a private one with Ben. */
  discuss(visibility?: 'team' | 'private'): Promise<DiscussedMail>;
}

export interface DiscussedMail {
  readonly thread: string;
  /** What an answer of the customer in this thread says of itself. */
  readonly answer: Pick<SourceOptions, 'subject' | 'inReplyTo'>;
  readonly discussionId: DiscussionId;
  readonly channelId: string;
  readonly rootTs: string;
  /** What stands in the chat's thread below the message that began it. */
  said(): readonly SlackMessage[];
}

/** @param own mailboxes that are connected already, in place of ones without a provider. */
export async function createMailInChat(
  scene: ChatScene,
  own: { readonly bens?: TestMailbox } = {},
): Promise<MailInChat> {
  const { teamId, ana, ben } = scene.team;
  const { ports } = scene.app;
  const of = (userId: typeof ana.userId) => ({ teamId: teamId as TestMailbox['teamId'], userId });
  const anas = createTestMailbox(of(ana.userId), 'ana@northwind.example');
  const bens = own.bens ?? createTestMailbox(of(ben.userId), 'ben@northwind.example');
  await shareEverything(ports.db, anas);
  await shareEverything(ports.db, bens);
  let threads = 0;
  const receive: MailInChat['receive'] = async (mailbox, source, copy = {}) => {
    const raw = createSource({ to: mailbox.mailboxAddress, date: new Date(Date.now() + 1000), ...source });
    await openIntake(ports, mailbox)(arrive(mailbox, raw, copy));
  };
  return {
    anas,
    bens,
    receive,
    discuss: async (visibility = 'team') => {
      threads += 1;
      const thread = `18d${threads.toString(16).padStart(13, '0')}`;
      const answer = { inReplyTo: `first-${threads}@weiss-tools.example`, subject: `Re: Order ${threads}` };
      const first = { id: answer.inReplyTo, subject: `Order ${threads}`, date: new Date(Date.now() - 60_000) };
      await receive(anas, first, { thread });
      const mail = createMail({ account: anas.mailboxAddress, thread, subject: first.subject });
      const target = { kind: 'mail', mail, visibility, channelId: null } as const;
      const input = { messageId: createId<MessageId>(), target, body: 'who takes this?', mentions: [], fileIds: [] };
      const { discussion } = await scene.ana.discussions.post.mutate(input);
      if (visibility === 'private') {
        await scene.ana.discussions.invite.mutate({ discussionId: discussion.id, userIds: [ben.userId] });
        await mirrorPrivateDiscussions(ports, teamId);
      }
      await scene.drain();
      const { rows } = await ports.db.execute<{ channel_id: string; root_ts: string }>(sql`
        select channel_id, root_ts from chat_link where discussion_id = ${discussion.id} and state = 'active'`);
      const { channel_id: channelId = '', root_ts: rootTs = '' } = rows[0] ?? {};
      return {
        thread,
        answer,
        discussionId: discussion.id,
        channelId,
        rootTs,
        said: () => scene.slack.thread(channelId, rootTs).slice(2),
      };
    },
  };
}
