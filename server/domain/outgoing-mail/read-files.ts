import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import type { SentFile } from '#server/ports/mail-sender.ts';
import type { Ports } from '#server/ports/ports.ts';
import type { OutgoingRow } from './outgoing-row.ts';

/** What goes with a mail, in its order; `mostOutgoingBytes` in all at most. */
export async function readFiles(ports: Pick<Ports, 'db' | 'files'>, row: OutgoingRow): Promise<SentFile[]> {
  const { rows } = await ports.db.execute<{ name: string; content_type: string; sha256: string }>(sql`
    select name, content_type, sha256 from outgoing_mail_file
    where team_id = ${row.teamId} and outgoing_id = ${row.id} order by position`);
  return Promise.all(
    rows.map(async ({ name, content_type, sha256 }) => ({
      name,
      contentType: content_type,
      bytes: await buffer(await ports.files.open(sha256)),
    })),
  );
}
