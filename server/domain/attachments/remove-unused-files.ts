import { sql } from 'drizzle-orm';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';

/** A file that was stored and not attached is kept this long: the message it is for may wait in a browser. */
const unattachedMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes files that nobody attached for a week, and those of messages whose deletion can no longer be undone; their
 * bytes go when nothing else has the same.
 * @param erasedBefore messages deleted before this are past undoing.
 */
export async function removeUnusedFiles(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  erasedBefore: Date,
): Promise<void> {
  const storedBefore = new Date(ports.clock.now().getTime() - unattachedMs);
  const { rows } = await ports.db.execute<{ sha256: string | null }>(sql`
    delete from file f where (f.message_id is null and f.created_at < ${storedBefore.toISOString()}::timestamptz)
      or exists (select from message m where m.team_id = f.team_id and m.id = f.message_id
        and m.deleted_at < ${erasedBefore.toISOString()}::timestamptz)
    returning f.sha256`);
  await removeUnusedBytes(
    ports,
    rows.flatMap(({ sha256 }) => sha256 ?? []),
  );
}

/** Removes bytes that nothing uses any more, of these hashes. */
export async function removeUnusedBytes(ports: Pick<Ports, 'db' | 'files'>, hashes: readonly string[]): Promise<void> {
  for (const sha256 of new Set(hashes)) {
    await inTransaction(ports.db, async (tx) => {
      await lockBytes(tx, [sha256]);
      const { rows: users } = await tx.execute(sql`
        select from file where sha256 = ${sha256} union all select from email_attachment where sha256 = ${sha256}
        union all select from email where raw_sha256 = ${sha256}
        union all select from outgoing_mail_file where sha256 = ${sha256}
        union all select from template_file where sha256 = ${sha256} limit 1`);
      if (users.length === 0) await ports.files.remove(sha256);
    });
  }
}

/** Whoever adds the first use of some bytes, or removes the last one, waits for the other. */
export async function lockBytes(tx: Transaction, hashes: readonly string[]): Promise<void> {
  const names = hashes.map((sha256) => `file:${sha256}`);
  // Always in the same order, so that no two wait for each other.
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(value, 0) as key from json_array_elements_text(${JSON.stringify(names)}::json)
      order by key
    ) as keys`);
}
