import { sql } from 'drizzle-orm';
import type { Ports } from '#server/ports/ports.ts';
import { removeUnusedBytes } from './unused-bytes.ts';

/** A file that was stored and not attached is kept this long: the message it is for may wait in a browser. */
const unattachedMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Removes files that nobody attached for a week, and those of messages whose deletion can no longer be undone; and
 * bytes that nothing uses any more, whatever used them.
 * @param erasedBefore messages deleted before this are past undoing.
 */
export async function removeUnusedFiles(
  ports: Pick<Ports, 'db' | 'files' | 'clock'>,
  erasedBefore: Date,
): Promise<void> {
  const storedBefore = new Date(ports.clock.now().getTime() - unattachedMs);
  await ports.db.execute(sql`
    with gone as (
      delete from file f where (f.message_id is null and f.created_at < ${storedBefore.toISOString()}::timestamptz)
        or exists (select from message m where m.team_id = f.team_id and m.id = f.message_id
          and m.deleted_at < ${erasedBefore.toISOString()}::timestamptz)
      returning f.sha256
    )
    insert into unused_bytes (sha256) select distinct sha256 from gone where sha256 is not null
    on conflict do nothing`);
  await removeUnusedBytes(ports);
}
