import type { DiscussionCard } from '#shared/contract/discussion.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';
import type { Ports } from '#server/ports/ports.ts';
import { lastMessageSql, readCard, unreadSql, type CardRow } from './card-sql.ts';
import { discussionFieldsSql, discussionFromSql } from './discussion-sql.ts';
import { readHead, type DiscussionFields, type DiscussionHead, type OwnFields } from './read-discussion.ts';

/** Who may be told of a discussion. */
export interface Audience {
  readonly isDeleted: boolean;
  /** Whether this person may see it. */
  includes(userId: string): boolean;
}

/** A discussion as it is told to everybody who follows it live, read once for all of them. */
export interface LiveDiscussion {
  readonly audience: Audience;
  /** The copy of one person, with their own marks. */
  copyFor(userId: string): { discussion: DiscussionHead; card: DiscussionCard };
}

interface Row extends DiscussionFields {
  readonly last: CardRow['last'];
  readonly members: readonly (OwnFields & { userId: string; unread: number })[] | null;
  readonly urls: readonly { userId: string; url: string }[] | null;
}

const forLive: PreparedStatement = {
  name: 'discussions.live',
  text: `select json_build_object(${discussionFieldsSql}, 'last', ${lastMessageSql},
      'members', (select json_agg(json_build_object('userId', me.user_id, 'following', me.following,
          'muted', me.muted, 'lastReadSeq', me.last_read_seq, 'unread', ${unreadSql('me')}))
        from discussion_member me where me.team_id = $1 and me.discussion_id = d.id),
      'urls', (select json_agg(json_build_object('userId', cl.user_id, 'url', cl.url) order by cl.created_at)
        from claim cl where cl.team_id = $1 and cl.correspondence_id = d.correspondence_id)) as row
    from ${discussionFromSql} where d.team_id = $1 and d.id = any($2::uuid[])`,
};

const audiences: PreparedStatement = {
  name: 'discussions.audience',
  text: `select d.id, d.visibility, d.deleted_at is not null as "isDeleted",
      (select json_agg(dm.user_id) from discussion_member dm
        where dm.team_id = $1 and dm.discussion_id = d.id and dm.invited) as "memberIds"
    from discussion d where d.team_id = $1 and d.id = any($2::uuid[])`,
};

/** The discussions with these ids, by id, whoever may see them: what is told to whom, `audience` says. */
export async function loadLiveDiscussions(
  ports: Pick<Ports, 'db'>,
  teamId: string,
  ids: readonly string[],
): Promise<Map<string, LiveDiscussion>> {
  const rows = await runPrepared<{ row: Row }>(ports.db, forLive, [teamId, ids]);
  return new Map(rows.map(({ row }) => [row.id, toLive(row)]));
}

/** Who may be told of these discussions now, by id. */
export async function loadAudiences(
  ports: Pick<Ports, 'db'>,
  teamId: string,
  ids: readonly string[],
): Promise<Map<string, Audience>> {
  const rows = await runPrepared<{ id: string; visibility: string; isDeleted: boolean; memberIds: string[] | null }>(
    ports.db,
    audiences,
    [teamId, ids],
  );
  return new Map(rows.map((row) => [row.id, toAudience(row.visibility, row.isDeleted, row.memberIds)]));
}

function toAudience(visibility: string, isDeleted: boolean, memberIds: readonly string[] | null): Audience {
  const members = new Set(memberIds ?? []);
  return { isDeleted, includes: (userId) => visibility === 'team' || members.has(userId) };
}

function toLive(row: Row): LiveDiscussion {
  const members = new Map((row.members ?? []).map((member) => [member.userId, member]));
  const urls = new Map((row.urls ?? []).map(({ userId, url }) => [userId, url]));
  return {
    audience: toAudience(row.visibility, row.deletedAt !== null, row.memberIds),
    copyFor: (userId) => {
      const me = members.get(userId);
      const own = { muted: me?.muted ?? null, following: me?.following ?? null, unread: me?.unread ?? 0 };
      const card = readCard({ ...row, ...own, webmailUrl: urls.get(userId) ?? null });
      return { discussion: readHead(row, me), card };
    },
  };
}
