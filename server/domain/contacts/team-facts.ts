import { sql } from 'drizzle-orm';
import { normaliseAddress } from '#shared/email/address.ts';
import type { Database, Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';

/** The key under which the team's hashes are made. */
export async function readHashKey(tx: Transaction | Database, teamId: string): Promise<string> {
  const { rows } = await tx.execute<{ hash_key: string }>(
    sql`select hash_key from team_settings where team_id = ${teamId}`,
  );
  const key = rows[0]?.hash_key;
  if (key === undefined) throw new Problem('not-found', 'This team does not exist, or you are not in it.');
  return key;
}

/** Whether the address is a teammate's (for signing in, or a connected mailbox's), or a webmail account of the asker. */
export async function isOwnAddress(
  tx: Transaction,
  who: { teamId: string; userId: string },
  address: string,
): Promise<boolean> {
  const { rows } = await tx.execute<{ address: string }>(sql`
    select email as address from team_person where team_id = ${who.teamId}
    union select address from team_address where team_id = ${who.teamId}
    union select account_address from claim where team_id = ${who.teamId} and user_id = ${who.userId}`);
  return rows.some((row) => normaliseAddress(row.address) === address);
}
