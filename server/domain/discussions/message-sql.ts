/** Name and picture of a teammate (`u`) or of somebody in the chat (`g`) from joins on the columns given. */
function personJoins(teammate: string, guest: string): string {
  return `left join person u on u.id = ${teammate}
    left join chat_person g on g.team_id = $1 and g.guest_id = ${guest}`;
}

const personFields = `'name', coalesce(u.name, g.name), 'pictureUrl', coalesce(u.picture_url, g.picture_url)`;

/**
 * Messages with all that is shown with them, as one JSON value. `page` is a query that gives rows of `message`; each
 * of the other lists is read once for the whole page and put together in `readMessages`. `$1` is the team. Kept to
 * few plan nodes: setting the plan up costs more than reading a page.
 */
export function messagesSql(page: string): string {
  return `(
    with page as materialized (${page})
    select json_build_object(
      'messages', (select json_agg(json_build_object(
          'id', p.id, 'discussionId', p.discussion_id, 'seq', p.seq, 'version', p.version, 'authorId', p.author_id,
          'guestId', p.guest_id, 'body', case when p.deleted_at is null then p.body else '' end, 'origin', p.origin,
          'createdAt', p.created_at, 'editedAt', p.edited_at, 'deletedAt', p.deleted_at, ${personFields}) order by p.seq)
          from page p ${personJoins('p.author_id', 'p.guest_id')}),
      'reactions', (select json_agg(json_build_object(
          'messageId', r.message_id, 'emoji', r.emoji, 'person', r.person, 'kind', r.person_kind, ${personFields})
          order by r.created_at, r.person)
          from page p join reaction r on r.team_id = $1 and r.message_id = p.id ${personJoins('r.person', 'r.person')}),
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
