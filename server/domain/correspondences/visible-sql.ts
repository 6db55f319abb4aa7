import { holderSql } from '#server/db/holder-sql.ts';
import { visibleSql } from '../discussions/index.ts';

/** The rows that have become one with correspondence `k`, itself among them. `$1` is the team. */
export const partsSql = `(select part.id from correspondence part where part.team_id = $1
  and (part.id = k.id or part.merged_into = k.id))`;

/**
 * Whether a person may see something of correspondence `k`: a shared mail, a discussion, or mail of their own. `$1` is
 * the team, `$2` the person.
 */
export const mayBeSeenSql = `(k.email_count > 0
  or exists (select from discussion d where d.team_id = $1 and d.correspondence_id in ${partsSql}
    and d.deleted_at is null and ${visibleSql('d')})
  or exists (select from email e join email_copy c on c.team_id = $1 and c.email_id = e.id
    where e.team_id = $1 and e.correspondence_id = k.id and ${holderSql('c', '$2')} and c.deleted_at is null))`;
