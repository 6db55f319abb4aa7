import type { Pool } from 'pg';

/** Everything that storing a mail leaves, by table. */
const tables = [
  'correspondence',
  'email',
  'email_reference',
  'email_person',
  'email_body',
  'email_attachment',
  'email_copy',
  'mail_thread',
  'activity',
  'correspondence_user',
];
const mailsPerTransaction = 50;

export interface RawRows {
  /** Inserts all rows once more, each by a statement of its own; gives the seconds that it took. */
  insert(): Promise<number>;
}

/**
 * The rows that a team's mails have left, read back as they are, ready to be inserted into empty tables of the same
 * shape with the same indexes. Each table's rows are spread over as many transactions as the mails were.
 */
export async function readRawRows(pool: Pool, teamId: string, mails: number): Promise<RawRows> {
  await pool.query('drop schema if exists raw cascade; create schema raw');
  const sets: { name: string; text: string; rows: unknown[][] }[] = [];
  for (const table of tables) {
    await pool.query(`create table raw.${table} (like ${table} including all)`);
    const { rows: columns } = await pool.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_schema = 'public' and table_name = $1 order by ordinal_position`,
      [table],
    );
    const names = columns.map(({ name }) => `"${name}"`);
    const { rows } = await pool.query<unknown[]>({
      text: `select ${names.map((name) => `${name}::text`).join(', ')} from ${table} where team_id = $1`,
      values: [teamId],
      rowMode: 'array',
    });
    const places = names.map((_name, at) => `$${at + 1}`);
    const text = `insert into raw.${table} (${names.join(', ')}) values (${places.join(', ')})`;
    sets.push({ name: `raw.${table}`, text, rows });
  }
  const transactions = Math.ceil(mails / mailsPerTransaction);
  return {
    insert: async () => {
      const client = await pool.connect();
      try {
        await client.query(`truncate ${tables.map((table) => `raw.${table}`).join(', ')}`);
        const startedAt = performance.now();
        for (let at = 0; at < transactions; at += 1) {
          await client.query('begin');
          for (const { name, text, rows } of sets) {
            const [from, to] = [at, at + 1].map((edge) => Math.floor((rows.length * edge) / transactions));
            for (const values of rows.slice(from, to)) await client.query({ name, text, values });
          }
          await client.query('commit');
        }
        return (performance.now() - startedAt) / 1000;
      } finally {
        client.release();
      }
    },
  };
}
