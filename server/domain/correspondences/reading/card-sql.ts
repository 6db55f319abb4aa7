import type { CorrespondenceCard } from '#shared/contract/correspondence-list.ts';
import type { Context } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { visibleSql } from '../../discussions/index.ts';
import { pictureLink } from '../../pictures/index.ts';
import { partsSql } from '../visible-sql.ts';

type User = CorrespondenceCard['users'][number];

/** A correspondence in a list, as `cardColumnsSql` gives it. */
export interface CardRow {
  readonly id: CorrespondenceCard['id'];
  readonly subject: string;
  readonly sender: CorrespondenceCard['sender'] | null;
  readonly preview: string | null;
  readonly lastEmailId: string | null;
  readonly lastEmailAt: Date | null;
  readonly emailCount: number;
  readonly attachmentCount: number;
  readonly state: CorrespondenceCard['state'];
  readonly assignee: User | null;
  readonly tags: readonly string[] | null;
  readonly caseId: string | null;
  readonly isUnread: boolean | null;
  readonly isMine: boolean;
  readonly users: readonly User[] | null;
  readonly discussionId: CorrespondenceCard['discussionId'];
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: string;
}

/** Where a card's columns come from: correspondence `k`, its newest shared mail `e`, the asker's row `me`. */
export const cardFromSql = `correspondence k
  left join shared_email e on e.team_id = $1 and e.id = k.last_email_id
  left join correspondence_user me on me.team_id = $1 and me.correspondence_id = k.id and me.user_id = $2`;

/** The columns of a card. `$1` is the team, `$2` the asker. */
export const cardColumnsSql = `k.id, coalesce(e.subject, k.subject) as subject, e.preview,
  coalesce((select json_build_object('name', coalesce(p.name, ''), 'address', coalesce(p.address, ''))
      from email_person p where p.team_id = $1 and p.email_id = e.id and p.role = 'from' and p.position = 0),
    json_build_object('name', k.sender_name, 'address', k.sender_address)) as sender,
  e.id as "lastEmailId", k.last_email_at as "lastEmailAt", k.email_count as "emailCount", k.attachment_count as "attachmentCount", k.state,
  (select json_build_object('id', u.id, 'name', u.name, 'pictureUrl', u.picture_url) from person u
    where u.id = k.assignee_id) as assignee,
  (select json_agg(distinct t.tag order by t.tag) from correspondence_tag t where t.team_id = $1
    and t.correspondence_id in ${partsSql}) as tags,
  k.case_id as "caseId", me.is_unread as "isUnread", me.user_id is not null as "isMine",
  (select json_agg(json_build_object('id', u.id, 'name', u.name, 'pictureUrl', u.picture_url) order by cu.since, u.name, u.id)
    from correspondence_user cu join person u on u.id = cu.user_id
    where cu.team_id = $1 and cu.correspondence_id = k.id) as users,
  (select d.id from discussion d where d.team_id = $1 and d.correspondence_id in ${partsSql} and d.deleted_at is null
    and ${visibleSql('d')} order by d.visibility = 'team' desc, d.created_at, d.id limit 1) as "discussionId",
  k.created_at as "createdAt", k.updated_at as "updatedAt", k.version`;

/** A card in the form of the contract; people's pictures come from us. */
export function readCard(
  ports: Pick<Ports, 'config' | 'pictures'>,
  { teamId }: Pick<Context, 'teamId'>,
  row: CardRow,
): CorrespondenceCard {
  const withPicture = <Person extends { readonly pictureUrl: string | null }>(person: Person): Person => ({
    ...person,
    pictureUrl: pictureLink(ports, teamId, person.pictureUrl),
  });
  return {
    id: row.id,
    subject: row.subject,
    sender: row.sender ?? { name: '', address: '' },
    preview: row.preview ?? '',
    lastEmailAt: row.lastEmailAt?.toISOString() ?? null,
    emailCount: row.emailCount,
    attachmentCount: row.attachmentCount,
    state: row.state,
    assignee: row.assignee === null ? null : withPicture(row.assignee),
    tags: [...(row.tags ?? [])],
    caseId: row.caseId,
    isUnread: row.isUnread ?? false,
    isMine: row.isMine,
    users: (row.users ?? []).map(withPicture),
    discussionId: row.discussionId,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: Number(row.version),
  };
}
