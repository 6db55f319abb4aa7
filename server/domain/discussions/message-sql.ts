/**
 * Messages with all that is shown with them, as one JSON value. `page` is a query that gives rows of `message`; each
 * of the other lists is read once for the whole page and put together in `readMessages`. `$1` is the team. Kept to
 * few plan nodes and without naming an author per message: most of the time goes into both, not into reading.
 */
export function messagesSql(page: string): string {
  return `(
    with page as materialized (${page})
    select json_build_object(
      'messages', (select json_agg(shown) from (select p.id, p.discussion_id as "discussionId", p.seq, p.version,
          p.author_id as "authorId", p.guest_id as "guestId", case when p.deleted_at is null then p.body else '' end as body,
          p.origin, p.created_at as "createdAt", p.edited_at as "editedAt", p.deleted_at as "deletedAt"
          from page p order by p.seq) shown),
      'people', (select json_agg(author) from (
          select u.id, u.name, u.picture_url as "pictureUrl" from person u
          where u.id = any(array(select p.author_id from page p))
          union all
          select g.guest_id, g.name, g.picture_url from chat_person g
          where g.team_id = $1 and g.guest_id = any(array(select p.guest_id from page p))) author),
      'reactions', (select json_agg(json_build_object(
          'messageId', r.message_id, 'emoji', r.emoji, 'person', r.person, 'kind', r.person_kind,
          'name', coalesce(u.name, g.name), 'pictureUrl', coalesce(u.picture_url, g.picture_url))
          order by r.created_at, r.person)
          from page p join reaction r on r.team_id = $1 and r.message_id = p.id
          left join person u on u.id = r.person left join chat_person g on g.team_id = $1 and g.guest_id = r.person),
      'files', (select json_agg(json_build_object(
          'id', f.id, 'messageId', f.message_id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
          'stored', f.sha256 is not null, 'chatUrl', f.chat_url,
          'problem', f.copy_problem) order by f.created_at, f.id)
          from page p join file f on f.team_id = $1 and f.message_id = p.id),
      'effects', (select json_agg(json_build_object(
          'messageId', o.message_id, 'linkId', o.link_id, 'kind', o.kind, 'state', o.state, 'url', o.external_url,
          'error', o.error, 'notBefore', o.not_before) order by o.position)
          from page p join chat_outbox o on o.team_id = $1 and o.message_id = p.id),
      'links', (select json_agg(json_build_object('messageId', p.id, 'linkId', l.id, 'url', l.thread_url))
          from page p join chat_link l on l.team_id = $1 and l.discussion_id = p.discussion_id and l.state = 'active'
          where p.origin = 'chat')
    )
  )`;
}
