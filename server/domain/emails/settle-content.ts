import { sql } from 'drizzle-orm';
import { noteUnusedBytes } from '../attachments/index.ts';
import type { Transaction } from '#server/db/client.ts';

/**
 * Takes what mails say from the team where no copy shares them any more, and forgets mails that no mailbox holds.
 * Bytes that nothing uses are removed soon after.
 */
export async function settleContent(tx: Transaction, teamId: string, emailIds: readonly string[]): Promise<void> {
  const ids = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(emailIds)}::json))`;
  const { rows } = await tx.execute<{ id: string; raw_sha256: string | null }>(sql`
    select e.id, e.raw_sha256 from email e where e.team_id = ${teamId} and e.id in ${ids} and e.is_shared
      and not exists (select from email_copy c where c.team_id = ${teamId} and c.email_id = e.id and c.is_shared
        and c.deleted_at is null)`);
  const gone = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::json))`;
  if (rows.length > 0) {
    await tx.execute(sql`
      update email set is_shared = false, subject = null, preview = null, attachment_count = 0, raw_sha256 = null,
        raw_size = null, updated_at = now() where team_id = ${teamId} and id in ${gone}`);
    await tx.execute(sql`
      update email_person set address = null, name = null where team_id = ${teamId} and email_id in ${gone}`);
    await tx.execute(sql`delete from email_body where team_id = ${teamId} and email_id in ${gone}`);
    const files = await tx.execute<{ sha256: string }>(sql`
      delete from email_attachment where team_id = ${teamId} and email_id in ${gone} returning sha256`);
    await tx.execute(sql`delete from activity where team_id = ${teamId} and email_id in ${gone}`);
    const hashes = [...rows.flatMap(({ raw_sha256 }) => raw_sha256 ?? []), ...files.rows.map(({ sha256 }) => sha256)];
    await noteUnusedBytes(tx, hashes);
  }
  await forget(tx, teamId, ids);
}

/** Mails whose every copy is gone. */
async function forget(tx: Transaction, teamId: string, ids: ReturnType<typeof sql>): Promise<void> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    delete from email e where e.team_id = ${teamId} and e.id in ${ids} and not exists (
      select from email_copy c where c.team_id = ${teamId} and c.email_id = e.id and c.deleted_at is null)
    returning e.id`);
  if (rows.length === 0) return;
  const gone = sql`(select value::uuid from json_array_elements_text(${JSON.stringify(rows.map(({ id }) => id))}::json))`;
  await tx.execute(sql`delete from email_reference where team_id = ${teamId} and email_id in ${gone}`);
  await tx.execute(sql`delete from email_person where team_id = ${teamId} and email_id in ${gone}`);
  await tx.execute(sql`delete from email_copy where team_id = ${teamId} and email_id in ${gone}`);
}
