/**
 * Messages with all that is shown with them, as one JSON value. `page` is a query that gives rows of `message`; each
 * of the other lists is read once for the whole page and put together in `readMessages`. `$1` is the team.
 */
export function messagesSql(page: string): string {
  return `(
    with page as materialized (${page}),
    marks as materialized (
      select r.message_id, r.emoji, r.person, r.person_kind, r.created_at from reaction r
      where r.team_id = $1 and r.message_id in (select id from page)
    )
    select json_build_object(
      'messages', (select json_agg(json_build_object(
          'id', p.id, 'discussionId', p.discussion_id, 'seq', p.seq, 'version', p.version, 'authorId', p.author_id,
          'guestId', p.guest_id, 'body', case when p.deleted_at is null then p.body else '' end, 'origin', p.origin,
          'createdAt', p.created_at, 'editedAt', p.edited_at, 'deletedAt', p.deleted_at) order by p.seq) from page p),
      'reactions', (select json_agg(json_build_object(
          'messageId', r.message_id, 'emoji', r.emoji, 'person', r.person, 'kind', r.person_kind)
          order by r.created_at, r.person) from marks r),
      'files', (select json_agg(json_build_object(
          'id', f.id, 'messageId', f.message_id, 'name', f.name, 'contentType', f.content_type, 'size', f.size,
          'stored', f.sha256 is not null, 'chatUrl', f.chat_url) order by f.created_at, f.id)
          from file f where f.team_id = $1 and f.message_id in (select id from page)),
      'effects', (select json_agg(json_build_object(
          'messageId', o.message_id, 'linkId', o.link_id, 'kind', o.kind, 'state', o.state, 'url', o.external_url,
          'error', o.error, 'notBefore', o.not_before) order by o.position)
          from chat_outbox o where o.team_id = $1 and o.message_id in (select id from page)),
      'links', (select json_agg(json_build_object('discussionId', l.discussion_id, 'id', l.id, 'url', l.thread_url))
          from chat_link l where l.team_id = $1 and l.state = 'active'
          and l.discussion_id in (select distinct discussion_id from page where origin = 'chat')),
      'people', (select json_agg(json_build_object('id', u.id, 'name', u.name, 'pictureUrl', u.picture_url))
          from person u where u.id in (select author_id from page where author_id is not null
            union select person from marks where person_kind = 'teammate')),
      'guests', (select json_agg(json_build_object('id', g.guest_id, 'name', g.name, 'pictureUrl', g.picture_url))
          from chat_person g where g.team_id = $1 and g.guest_id in (
            select guest_id from page where guest_id is not null
            union select person from marks where person_kind = 'guest'))
    )
  )`;
}
