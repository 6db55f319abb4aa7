import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { previewOf } from './preview.ts';
import { toIso } from './iso-time.ts';

/** How many unread messages are counted at most. */
const mostUnread = 100;

/** A discussion in a list, as `cardSql` gives it. */
export interface CardRow {
  readonly id: DiscussionCard['id'];
  readonly correspondenceId: DiscussionCard['correspondenceId'];
  readonly subject: string;
  readonly senderName: string;
  readonly visibility: DiscussionCard['visibility'];
  readonly last: { readonly body: string; readonly at: string; readonly authorName: string | null } | null;
  readonly unread: number;
  readonly muted: boolean | null;
  readonly following: boolean | null;
  readonly webmailUrl: string | null;
}

/** The newest message of discussion `d` that is not deleted, as JSON or null. */
export const lastMessageSql = `(select json_build_object('body', left(m.body, 500), 'at', m.created_at,
    'authorName', coalesce((select u.name from person u where u.id = m.author_id),
      (select g.name from chat_person g where g.team_id = $1 and g.guest_id = m.guest_id)))
  from message m where m.team_id = $1 and m.discussion_id = d.id and m.deleted_at is null order by m.seq desc limit 1)`;

/**
 * How many messages of discussion `d` a person has not read. What they wrote themselves is not news to them.
 * @param member alias of their `discussion_member` row, all null where they have none: then nothing is unread.
 */
export function unreadSql(member: string): string {
  return `(select count(*)::int from (select from message m where m.team_id = $1 and m.discussion_id = d.id
    and m.seq > ${member}.last_read_seq and m.deleted_at is null and m.author_id is distinct from ${member}.user_id
    limit ${mostUnread}) unread)`;
}

/** The columns of a card, of discussion `d` with correspondence `c` and the asker's (`$2`) member row `me`. */
export const cardColumnsSql = `d.id, d.correspondence_id as "correspondenceId", c.subject,
  coalesce(nullif(c.sender_name, ''), c.sender_address) as "senderName", d.visibility, me.muted, me.following,
  ${lastMessageSql} as last, ${unreadSql('me')} as unread,
  (select cl.url from claim cl where cl.team_id = $1 and cl.correspondence_id = d.correspondence_id
    and cl.user_id = $2 order by cl.created_at desc limit 1) as "webmailUrl"`;

/** A card in the form of the contract. */
export function readCard(row: CardRow): DiscussionCard {
  return {
    id: row.id,
    correspondenceId: row.correspondenceId,
    subject: row.subject,
    senderName: row.senderName,
    visibility: row.visibility,
    lastMessage:
      row.last === null
        ? null
        : {
            authorName: row.last.authorName ?? 'Former teammate',
            preview: previewOf(row.last.body),
            at: toIso(row.last.at),
          },
    unread: row.unread,
    muted: row.muted ?? false,
    following: row.following ?? false,
    webmailUrl: row.webmailUrl,
  };
}
