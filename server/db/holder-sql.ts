import { sql, type SQL } from 'drizzle-orm';

/**
 * Whether somebody holds a mail's copy or a mailbox's thread: they own its mailbox, or are one of its users.
 * @param row alias of a row with `team_id`, `mailbox_id` and `owner_id`.
 * @param user the person, as SQL.
 */
export function holderSql(row: string, user: string): string {
  return `(${row}.owner_id = ${user} or exists (select from mailbox_user held where held.team_id = ${row}.team_id
    and held.mailbox_id = ${row}.mailbox_id and held.user_id = ${user}))`;
}

/** The same for a query with its values beside it. */
export function isHeldBy(row: string, userId: string): SQL {
  return sql`(${sql.raw(row)}.owner_id = ${userId} or exists (select from mailbox_user held
    where held.team_id = ${sql.raw(row)}.team_id and held.mailbox_id = ${sql.raw(row)}.mailbox_id
      and held.user_id = ${userId}))`;
}
