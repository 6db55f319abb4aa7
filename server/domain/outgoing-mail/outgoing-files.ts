import { sql } from 'drizzle-orm';
import type { Database, Transaction } from '#server/db/client.ts';
import { outgoingMailFile } from '#server/db/schema/index.ts';
import type { OutgoingKey } from './outgoing-row.ts';

/** A file that goes out with a mail. */
export interface OutgoingFile {
  readonly name: string;
  readonly content: Buffer;
}

export async function writeFiles(tx: Transaction, key: OutgoingKey, files: readonly OutgoingFile[]): Promise<void> {
  if (files.length === 0) return;
  const rows = files.map((file, position) => ({ teamId: key.teamId, outgoingId: key.id, position, ...file }));
  await tx.insert(outgoingMailFile).values(rows);
}

/** A mail's files, in their order. */
export async function loadFiles(db: Database, { teamId, id }: OutgoingKey): Promise<readonly OutgoingFile[]> {
  const { rows } = await db.execute<{ name: string; content: Buffer }>(sql`
    select name, content from outgoing_mail_file where team_id = ${teamId} and outgoing_id = ${id} order by position`);
  return rows.map(({ name, content }) => ({ name, content }));
}

/** They lie in the mailbox now, with the mail. */
export async function dropFiles(tx: Transaction, { teamId, id }: OutgoingKey): Promise<void> {
  await tx.execute(sql`delete from outgoing_mail_file where team_id = ${teamId} and outgoing_id = ${id}`);
}
