import { sql } from 'drizzle-orm';
import { MessageId, type DiscussionId, type UserId } from '#shared/contract/ids.ts';
import type { Database, Transaction } from '#server/db/client.ts';

/** A message as the chat is told it. */
export interface MessageForChat {
  readonly id: MessageId;
  readonly discussionId: DiscussionId;
  readonly origin: 'sidethread' | 'chat';
  readonly author: {
    readonly kind: 'teammate' | 'guest';
    readonly id: string;
    readonly name: string;
    readonly pictureUrl: string | null;
  };
  /** Markdown as written, also when the message is deleted meanwhile. */
  readonly body: string;
  readonly mentions: readonly UserId[];
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
  readonly files: readonly {
    readonly id: string;
    readonly name: string;
    readonly contentType: string;
    readonly size: number;
    /** Null when the bytes are only in the chat. */
    readonly sha256: string | null;
  }[];
}

interface Row extends Record<string, unknown> {
  readonly id: MessageId;
  readonly discussion_id: DiscussionId;
  readonly origin: 'sidethread' | 'chat';
  readonly author_id: string | null;
  readonly guest_id: string | null;
  readonly name: string | null;
  readonly picture_url: string | null;
  readonly body: string;
  readonly mentions: UserId[];
  readonly created_at: string;
  readonly deleted_at: string | null;
  readonly files: MessageForChat['files'] | null;
}

/** What the chat needs to post or edit a message (a teammate without a picture here has the one they have there); undefined when the team has no such message. */
export async function loadForChat(
  db: Database | Transaction,
  teamId: string,
  messageId: string,
): Promise<MessageForChat | undefined> {
  if (!MessageId.safeParse(messageId).success) return undefined;
  const { rows } = await db.execute<Row>(sql`
    select m.id, m.discussion_id, m.origin, m.author_id, m.guest_id, coalesce(u.name, g.name) as name,
      coalesce(u.picture_url, own.picture_url, g.picture_url) as picture_url, m.body, to_json(m.mentions) as mentions,
      m.created_at, m.deleted_at,
      (select json_agg(json_build_object('id', f.id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
        'sha256', f.sha256) order by f.created_at, f.id)
        from file f where f.team_id = m.team_id and f.message_id = m.id) as files
    from message m
    left join person u on u.id = m.author_id
    left join chat_person g on g.team_id = m.team_id and g.guest_id = m.guest_id
    left join lateral (select p.picture_url from chat_person p where p.team_id = m.team_id and p.user_id = m.author_id
      and p.picture_url is not null order by p.checked_at desc limit 1) own on true
    where m.team_id = ${teamId} and m.id = ${messageId}`);
  const row = rows[0];
  if (row === undefined) return undefined;
  const kind = row.author_id === null ? 'guest' : 'teammate';
  return {
    id: row.id,
    discussionId: row.discussion_id,
    origin: row.origin,
    author: {
      kind,
      id: row.author_id ?? row.guest_id ?? '',
      name: row.name ?? (kind === 'teammate' ? 'Former teammate' : 'Somebody in the chat'),
      pictureUrl: row.picture_url,
    },
    body: row.body,
    mentions: row.mentions,
    createdAt: new Date(row.created_at),
    deletedAt: row.deleted_at === null ? null : new Date(row.deleted_at),
    files: row.files ?? [],
  };
}
