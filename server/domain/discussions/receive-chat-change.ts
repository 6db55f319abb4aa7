import { sql } from 'drizzle-orm';
import type { UserId } from '#shared/contract/ids.ts';
import { recordAudit } from '../audit/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { messageEvents } from './add-message.ts';
import { addMembers } from './members.ts';
import { onlyTeammates } from './mentions.ts';
import { actorOf, findChatMessage, type ChatAuthorRef } from './receive-chat-message.ts';
import { touchMessage, type TouchedMessage } from './touch-message.ts';

type FeedPorts = Pick<Ports, 'liveFeed'>;

interface ChatPlace {
  readonly teamId: string;
  readonly channelId: string;
  readonly ts: string;
}

/** What came of a change: `unknown` when its message has not come yet, `known` when it changed nothing. */
export type ChatChange = 'done' | 'known' | 'unknown';

/**
 * Takes over an edit made in the chat. An older edit than the one known changes nothing; an edit of a message of
 * ours is our own echo (nobody else can edit it there) and changes nothing either.
 */
export async function receiveChatEdit(
  ports: FeedPorts,
  tx: Transaction,
  input: ChatPlace & { editedTs: string; body: string; mentions: readonly UserId[] },
): Promise<ChatChange> {
  const ref = await findChatMessage(tx, input);
  if (ref === undefined || ref.messageId === null) return 'unknown';
  if (ref.editedTs !== null && compareTs(ref.editedTs, input.editedTs) >= 0) return 'known';
  await tx.execute(sql`
    update chat_message_ref set edited_ts = ${input.editedTs}
    where team_id = ${input.teamId} and channel_id = ${input.channelId} and ts = ${input.ts}`);
  const { rows } = await tx.execute<TouchedMessage>(sql`
    update message set body = ${input.body}, edited_at = now(), version = version + 1
    where team_id = ${input.teamId} and id = ${ref.messageId} and origin = 'chat' and deleted_at is null
      and body <> ${input.body}
    returning discussion_id, seq, author_id`);
  const changed = rows[0];
  if (changed === undefined) return 'known';
  const mentions = await onlyTeammates(tx, input.teamId, input.mentions);
  const at = { teamId: input.teamId, discussionId: changed.discussion_id };
  await addMembers(tx, at, mentions, { invited: false, readUpTo: Number(changed.seq) - 1 });
  await ports.liveFeed.publish(tx, messageEvents({ ...at, messageId: ref.messageId }));
  return 'done';
}

/**
 * Takes over a deletion made in the chat. One that comes before its message keeps that message from appearing, when
 * the link is given. The echo of our own deletion, and that of an earlier copy of a message that was deleted and put
 * back, change nothing.
 */
export async function receiveChatDeletion(
  ports: FeedPorts,
  tx: Transaction,
  input: ChatPlace & { linkId?: string },
): Promise<ChatChange> {
  const ref = await findChatMessage(tx, input);
  if (ref === undefined) return input.linkId === undefined ? 'unknown' : keepTombstone(tx, input, input.linkId);
  const { rows: marked } = await tx.execute(sql`
    update chat_message_ref set deleted_at = now()
    where team_id = ${input.teamId} and channel_id = ${input.channelId} and ts = ${input.ts} and deleted_at is null
    returning ts`);
  if (marked.length === 0 || ref.messageId === null) return 'known';
  const { rows } = await tx.execute<TouchedMessage>(sql`
    update message m set deleted_at = now(), version = version + 1
    where m.team_id = ${input.teamId} and m.id = ${ref.messageId} and m.deleted_at is null
      and not exists (select from chat_message_ref r where r.team_id = m.team_id and r.message_id = m.id
        and r.deleted_at is null)
      and not exists (select from chat_outbox o where o.team_id = m.team_id and o.message_id = m.id
        and o.kind = 'post' and o.state in ('pending', 'sending', 'checking'))
    returning m.discussion_id, m.seq, m.author_id`);
  const deleted = rows[0];
  if (deleted === undefined) return 'known';
  await recordAudit(
    tx,
    { teamId: input.teamId, actorKind: 'guest' },
    {
      action: 'message.delete-in-chat',
      target: `message:${ref.messageId}`,
      detail: { discussionId: deleted.discussion_id, channelId: input.channelId, ts: input.ts },
    },
  );
  const at = { teamId: input.teamId, discussionId: deleted.discussion_id, messageId: ref.messageId };
  await ports.liveFeed.publish(tx, messageEvents(at));
  return 'done';
}

async function keepTombstone(tx: Transaction, at: ChatPlace, linkId: string): Promise<ChatChange> {
  await tx.execute(sql`
    insert into chat_message_ref (team_id, channel_id, ts, link_id, deleted_at)
    values (${at.teamId}, ${at.channelId}, ${at.ts}, ${linkId}, now()) on conflict do nothing`);
  return 'done';
}

/** Takes over a reaction set (`on`) or taken back in the chat. Setting it twice is setting it once. */
export async function receiveChatReaction(
  ports: FeedPorts,
  tx: Transaction,
  input: ChatPlace & { emoji: string; author: ChatAuthorRef; on: boolean },
): Promise<ChatChange> {
  const ref = await findChatMessage(tx, input);
  if (ref === undefined || ref.messageId === null) return 'unknown';
  const person = input.author.kind === 'teammate' ? input.author.userId : input.author.guestId;
  const { rows } = input.on
    ? await tx.execute(sql`
        insert into reaction (team_id, message_id, emoji, person, person_kind, origin)
        values (${input.teamId}, ${ref.messageId}, ${input.emoji}, ${person}, ${input.author.kind}, 'chat')
        on conflict do nothing returning person`)
    : await tx.execute(sql`
        delete from reaction where team_id = ${input.teamId} and message_id = ${ref.messageId}
        and emoji = ${input.emoji} and person = ${person} returning person`);
  if (rows.length === 0) return 'known';
  await recordAudit(tx, actorOf(input.teamId, input.author), {
    action: input.on ? 'message.react' : 'message.unreact',
    target: `message:${ref.messageId}`,
    detail: { emoji: input.emoji },
  });
  await touchMessage(ports, tx, input.teamId, ref.messageId);
  return 'done';
}

/** Timestamps of the chat are decimal seconds with a fixed number of digits after the point. */
function compareTs(left: string, right: string): number {
  return Number(left) - Number(right);
}
