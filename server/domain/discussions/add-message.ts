import { sql } from 'drizzle-orm';
import type { DiscussionId, GuestId, MessageId, UserId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import { message } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import type { LiveEventInput } from '#server/ports/live-feed.ts';
import { recordDiscussionActivity } from '../contacts/index.ts';
import { addMembers, joinAsAuthor } from './members.ts';

export interface NewMessage {
  readonly teamId: string;
  readonly discussion: { readonly id: DiscussionId; readonly visibility: Visibility };
  readonly id: MessageId;
  readonly author:
    | { readonly kind: 'teammate'; readonly userId: UserId }
    | { readonly kind: 'guest'; readonly guestId: GuestId };
  readonly body: string;
  /** Teammates named in it, already checked. */
  readonly mentions: readonly UserId[];
  readonly origin: 'sidethread' | 'chat';
  readonly createdAt?: Date;
}

/**
 * Adds a message as the discussion's next. The discussion's row must be locked by the caller, which keeps the
 * numbers in order and without gaps.
 * @returns its number in the discussion.
 */
export async function addMessage(tx: Transaction, input: NewMessage): Promise<number> {
  const at = { teamId: input.teamId, discussionId: input.discussion.id };
  const { rows } = await tx.execute<{ last_seq: string }>(sql`
    update discussion set last_seq = last_seq + 1, version = version + 1,
      last_message_at = greatest(last_message_at, ${(input.createdAt ?? new Date()).toISOString()}::timestamptz)
    where team_id = ${at.teamId} and id = ${at.discussionId} returning last_seq`);
  const seq = Number(rows[0]?.last_seq);
  const author = input.author;
  await tx.insert(message).values({
    ...at,
    id: input.id,
    seq,
    authorId: author.kind === 'teammate' ? author.userId : null,
    guestId: author.kind === 'guest' ? author.guestId : null,
    body: input.body,
    mentions: [...input.mentions],
    origin: input.origin,
    ...(input.createdAt === undefined ? {} : { createdAt: input.createdAt }),
  });
  if (author.kind === 'teammate') await joinAsAuthor(tx, at, author.userId, seq);
  const others = input.mentions.filter((id) => author.kind === 'guest' || id !== author.userId);
  await addMembers(tx, at, others, { invited: input.discussion.visibility === 'private', readUpTo: seq - 1 });
  await recordDiscussionActivity(tx, {
    ...at,
    kind: 'message',
    actorId: author.kind === 'teammate' ? author.userId : null,
    actorName: await nameOf(tx, input.teamId, author),
    summary: 'wrote in the discussion',
  });
  return seq;
}

async function nameOf(tx: Transaction, teamId: string, author: NewMessage['author']): Promise<string> {
  const { rows } = await tx.execute<{ name: string }>(
    author.kind === 'teammate'
      ? sql`select name from person where id = ${author.userId}`
      : sql`select name from chat_person where team_id = ${teamId} and guest_id = ${author.guestId}`,
  );
  return rows[0]?.name ?? 'Somebody in the chat';
}

/** What live clients are told when a message came or changed: the message, and the discussion's card. */
export function messageEvents(at: { teamId: string; discussionId: string; messageId: string }): LiveEventInput[] {
  const { teamId, discussionId, messageId } = at;
  return [
    { teamId, kind: 'message', discussionId, payload: { messageId } },
    { teamId, kind: 'discussion', discussionId },
  ];
}
