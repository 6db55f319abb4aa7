import { messagesSql } from './message-sql.ts';

/** Newest messages that come with a discussion, and those of one page of its history. */
export const pageSize = 50;

/**
 * True for rows of `discussion` (alias `alias`) that the person may see: the team's, and private ones they started
 * or were invited to. `$1` is the team, `$2` the person. Every query that a person causes must hold it.
 */
export function visibleSql(alias: string): string {
  return `(${alias}.visibility = 'team' or exists (
    select from discussion_member dm where dm.team_id = $1 and dm.discussion_id = ${alias}.id
    and dm.user_id = $2 and dm.invited))`;
}

/** The active chat link of discussion `d`, as JSON or null. */
const linkSql = `(select json_build_object('id', l.id, 'channelId', l.channel_id,
    'channelName', coalesce(ch.name, l.channel_id), 'threadUrl', l.thread_url, 'problemCode', ch.problem_code,
    'installationState', i.state, 'installationReason', i.ended_reason)
  from chat_link l
  left join chat_installation i on i.team_id = $1 and i.id = l.installation_id
  left join chat_channel ch on ch.team_id = $1 and ch.installation_id = l.installation_id
    and ch.channel_id = l.channel_id
  where l.team_id = $1 and l.discussion_id = d.id and l.state = 'active' order by l.created_at desc limit 1)`;

/** Where the fields come from: discussion `d`, its correspondence `c` and who started it, `s`. */
export const discussionFromSql = `discussion d
  join correspondence c on c.team_id = $1 and c.id = d.correspondence_id
  left join person s on s.id = d.started_by`;

/** What everybody who may see discussion `d` sees of it, as key and value pairs for json_build_object. */
export const discussionFieldsSql = `'id', d.id, 'correspondenceId', d.correspondence_id, 'visibility', d.visibility,
  'subject', c.subject, 'senderName', coalesce(nullif(c.sender_name, ''), c.sender_address), 'startedBy', s.name,
  'createdAt', d.created_at, 'deletedAt', d.deleted_at, 'lastSeq', d.last_seq, 'version', d.version,
  'memberIds', (select json_agg(dm.user_id order by dm.user_id) from discussion_member dm
    where dm.team_id = $1 and dm.discussion_id = d.id and dm.invited),
  'link', ${linkSql}`;

/**
 * A discussion with its newest messages as one JSON value, null when it is not there or not to be seen. `$1` is the
 * team, `$2` the person.
 * @param idSql an expression that gives the id.
 */
export function discussionSql(idSql: string): string {
  return `(select json_build_object(${discussionFieldsSql},
      'me', case when me.user_id is not null then json_build_object('following', me.following, 'muted', me.muted,
        'lastReadSeq', me.last_read_seq) end,
      'bundle', ${messagesSql(`select m.* from message m where m.team_id = $1 and m.discussion_id = d.id
        order by m.seq desc limit ${pageSize + 1}`)})
    from ${discussionFromSql}
    left join discussion_member me on me.team_id = $1 and me.discussion_id = d.id and me.user_id = $2
    where d.team_id = $1 and d.id = ${idSql} and (d.visibility = 'team' or me.invited))`;
}
