import type { PresenceView } from '#shared/contract/discussion.ts';
import type { ViewLinks } from './read-messages.ts';

/** Who has discussion `idSql` open, as JSON, null where nobody has. `$1` is the team. */
export function presenceSql(idSql: string): string {
  return `(select json_agg(json_build_object('id', p.user_id, 'name', u.name, 'pictureUrl', u.picture_url,
      'writing', p.writing) order by u.name, p.user_id)
    from (select user_id, coalesce(bool_or(writing_until > now()), false) as writing from presence
      where team_id = $1 and discussion_id = ${idSql} and expires_at > now() group by user_id) p
    join person u on u.id = p.user_id)`;
}

export type PresentPerson = PresenceView['people'][number];

/** Who is there in the form of the contract. */
export function showPeople(rows: readonly PresentPerson[] | null, links: ViewLinks): PresentPerson[] {
  return (rows ?? []).map((person) => ({ ...person, pictureUrl: links.picture(person.pictureUrl) }));
}
