import { and, eq } from 'drizzle-orm';
import type { DiscussionId, GuestId, MessageId, UserId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import { cleanFileName } from '../attachments/index.ts';
import { recordAudit } from '../audit/index.ts';
import { chatMessageRef, file } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { createId } from '#server/kernel/ids.ts';
import type { ChatFile } from '#server/ports/chat.ts';
import type { Ports } from '#server/ports/ports.ts';
import { addMessage, messageEvents } from './add-message.ts';
import { onlyTeammates } from './mentions.ts';

/** Who wrote or reacted in the chat: a teammate as far as their confirmed address says so, else a guest. */
export type ChatAuthorRef =
  | { readonly kind: 'teammate'; readonly userId: UserId }
  | { readonly kind: 'guest'; readonly guestId: GuestId };

/** A message somebody wrote in the chat, under a discussion's card. */
export interface ChatMessageInput {
  readonly teamId: string;
  readonly linkId: string;
  readonly channelId: string;
  readonly ts: string;
  readonly author: ChatAuthorRef;
  /** Markdown, mentions of teammates as `@[Name](user:<id>)`. */
  readonly body: string;
  readonly mentions: readonly UserId[];
  readonly createdAt: Date;
  readonly files: readonly ChatFile[];
}

type FeedPorts = Pick<Ports, 'liveFeed'>;

const lockLinked: PreparedStatement = {
  name: 'discussions.lock-linked',
  text: `select d.id, d.visibility, coalesce(d.last_message_at >= $3::timestamptz, false) as "isLate" from chat_link l
    join discussion d on d.team_id = l.team_id and d.id = l.discussion_id
    where l.team_id = $1 and l.id = $2 for update of d`,
};

/** Also notes that somebody wrote there: such threads are reconciled more often. */
const addReference: PreparedStatement = {
  name: 'discussions.add-chat-reference',
  text: `with active as (
      update chat_link set last_activity_at = now()
      where team_id = $1 and id = $4 and last_activity_at < now() - interval '1 second'
    )
    insert into chat_message_ref (team_id, channel_id, ts, link_id, message_id) values ($1, $2, $3, $4, $5)
    on conflict do nothing returning ts`,
};

/** A message that is in the discussion now. */
export interface ReceivedMessage {
  readonly id: MessageId;
  /** The discussion held something at least as new: the message may not stand where the chat has it. */
  readonly isLate: boolean;
}

/**
 * Takes a chat message into the link's discussion, once: the second time the same (team, channel, ts) comes nothing
 * happens. Also when its deletion came first.
 * @returns undefined when it was known, or the link is not there.
 */
export async function receiveChatMessage(
  ports: FeedPorts,
  tx: Transaction,
  input: ChatMessageInput,
): Promise<ReceivedMessage | undefined> {
  const discussion = await lockLinkedDiscussion(tx, input);
  if (discussion === undefined) return undefined;
  const id = createId<MessageId>();
  const { teamId, channelId, ts, linkId } = input;
  const fresh = await runPreparedIn(tx, addReference, [teamId, channelId, ts, linkId, id]);
  if (fresh.length === 0) return undefined;
  const mentions = await onlyTeammates(tx, teamId, input.mentions);
  const { author, body, createdAt } = input;
  await addMessage(tx, { teamId, discussion, id, author, body, mentions, origin: 'chat', createdAt });
  await addChatFiles(tx, { teamId, discussionId: discussion.id, messageId: id }, input.files);
  await recordAudit(tx, actorOf(teamId, author), {
    action: 'message.receive',
    target: `message:${id}`,
    detail: { discussionId: discussion.id, channelId, ts },
  });
  await ports.liveFeed.publish(tx, messageEvents({ teamId, discussionId: discussion.id, messageId: id }));
  return { id, isLate: discussion.isLate };
}

/** The discussion behind a link, locked; also when it is deleted, so that a later undo misses nothing. */
async function lockLinkedDiscussion(
  tx: Transaction,
  { teamId, linkId, createdAt }: ChatMessageInput,
): Promise<{ id: DiscussionId; visibility: Visibility; isLate: boolean } | undefined> {
  const rows = await runPreparedIn<{ id: DiscussionId; visibility: Visibility; isLate: boolean }>(tx, lockLinked, [
    teamId,
    linkId,
    createdAt.toISOString(),
  ]);
  return rows[0];
}

async function addChatFiles(
  tx: Transaction,
  at: { teamId: string; discussionId: DiscussionId; messageId: MessageId },
  files: readonly ChatFile[],
): Promise<void> {
  for (const each of files) {
    await tx.insert(file).values({
      ...at,
      id: createId(),
      name: cleanFileName(each.name),
      contentType: each.contentType.slice(0, 120),
      size: each.size,
      chatFileId: each.id,
      chatUrl: each.url,
    });
  }
}

/** Who did it, for the audit row. */
export function actorOf(teamId: string, author: ChatAuthorRef) {
  return author.kind === 'teammate'
    ? ({ teamId, actorId: author.userId, actorKind: 'teammate' } as const)
    : ({ teamId, actorId: author.guestId, actorKind: 'guest' } as const);
}

/** Which of our messages a chat message is. */
export async function findChatMessage(
  tx: Transaction,
  at: { teamId: string; channelId: string; ts: string },
): Promise<{ messageId: MessageId | null; editedTs: string | null } | undefined> {
  const [found] = await tx
    .select({ messageId: chatMessageRef.messageId, editedTs: chatMessageRef.editedTs })
    .from(chatMessageRef)
    .where(
      and(
        eq(chatMessageRef.teamId, at.teamId),
        eq(chatMessageRef.channelId, at.channelId),
        eq(chatMessageRef.ts, at.ts),
      ),
    )
    .for('update');
  return found === undefined ? undefined : { ...found, messageId: found.messageId as MessageId | null };
}
