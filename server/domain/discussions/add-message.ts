import type { DiscussionId, GuestId, MessageId, UserId } from '#shared/contract/ids.ts';
import type { Visibility } from '#shared/contract/discussion.ts';
import type { Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import type { LiveEventInput } from '#server/ports/live-feed.ts';
import { recordDiscussionActivity } from '../contacts/index.ts';
import { addMembers } from './members.ts';

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

/** The id of a message is taken: the transaction must be given up. */
export class MessageIdTaken extends Error {
  override readonly name = 'MessageIdTaken';
}

export interface AddedMessage {
  /** Its number in the discussion. */
  readonly seq: number;
  /** The chat link over which the discussion is mirrored now. */
  readonly linkId: string | null;
}

/**
 * Adds a message as the discussion's next. The row of the discussion is locked from here on, which keeps the numbers
 * in order and without gaps. A teammate who wrote follows from now on, and has read up to their own message.
 * @throws MessageIdTaken when the team has a message with this id.
 */
export async function addMessage(tx: Transaction, input: NewMessage): Promise<AddedMessage> {
  const at = { teamId: input.teamId, discussionId: input.discussion.id };
  const { author } = input;
  const authorId = author.kind === 'teammate' ? author.userId : null;
  const guestId = author.kind === 'guest' ? author.guestId : null;
  const added = await insertMessage(tx, input, authorId, guestId);
  const others = input.mentions.filter((id) => id !== authorId);
  await addMembers(tx, at, others, { invited: input.discussion.visibility === 'private', readUpTo: added.seq - 1 });
  if (input.discussion.visibility === 'team')
    await recordDiscussionActivity(tx, { ...at, kind: 'message', actorId: authorId ?? guestId ?? '' });
  return added;
}

/**
 * One statement, since everybody who writes here waits until the transaction ends. `$1` team, `$2` discussion, `$3`
 * message, `$4` teammate or null, `$5` guest or null, `$6` body, `$7` mentions, `$8` origin, `$9` when, null for now.
 */
const insert: PreparedStatement = {
  name: 'discussions.add-message',
  text: `with place as (
      update discussion set last_seq = last_seq + 1, version = version + 1,
        last_message_at = greatest(last_message_at, coalesce($9::timestamptz, now()))
      where team_id = $1 and id = $2 returning last_seq
    ), added as (
      insert into message (team_id, id, discussion_id, seq, author_id, guest_id, body, mentions, origin, created_at)
      select $1::uuid, $3::uuid, $2::uuid, last_seq, $4::uuid, $5::uuid, $6, $7::uuid[], $8,
        coalesce($9::timestamptz, now()) from place
      on conflict (team_id, id) do nothing returning seq
    ), author as (
      insert into discussion_member (team_id, discussion_id, user_id, last_read_seq)
      select $1::uuid, $2::uuid, $4::uuid, seq from added where $4::uuid is not null
      on conflict (team_id, discussion_id, user_id) do update set following = true,
        last_read_seq = greatest(discussion_member.last_read_seq, excluded.last_read_seq)
    )
    select seq, (select l.id from chat_link l where l.team_id = $1 and l.discussion_id = $2
      and l.state = 'active' limit 1) as link_id from added`,
};

async function insertMessage(
  tx: Transaction,
  { teamId, discussion, id, body, mentions, origin, createdAt }: NewMessage,
  authorId: string | null,
  guestId: string | null,
): Promise<AddedMessage> {
  const at = createdAt?.toISOString() ?? null;
  const values = [teamId, discussion.id, id, authorId, guestId, body, mentions, origin, at];
  const [row] = await runPreparedIn<{ seq: string; link_id: string | null }>(tx, insert, values);
  if (row === undefined) throw new MessageIdTaken('a message has this id');
  return { seq: Number(row.seq), linkId: row.link_id };
}

/** What live clients are told when a message came or changed: the message, and the discussion's card. */
export function messageEvents(at: { teamId: string; discussionId: string; messageId: string }): LiveEventInput[] {
  const { teamId, discussionId, messageId } = at;
  return [
    { teamId, kind: 'message', discussionId, payload: { messageId } },
    { teamId, kind: 'discussion', discussionId },
  ];
}
