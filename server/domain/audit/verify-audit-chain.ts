import { sql } from 'drizzle-orm';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import { chainHash, chainStart } from './chain-hash.ts';
import { readEntry, type AuditRow } from './audit-row.ts';

/** What became of the check. `brokenAt`: the first place in the chain that is not as it was sealed. */
export type ChainVerdict =
  | { readonly intact: true; readonly length: number }
  | { readonly intact: false; readonly brokenAt: number; readonly reason: 'missing' | 'changed' | 'cut off' };

const pageSize = 1_000;

/** Reads the team's chain from its start and says whether every sealed row is there, unchanged and in its place. */
export function verifyAuditChain(db: Database, teamId: string): Promise<ChainVerdict> {
  // Rows and head as they were at one moment: sealing goes on meanwhile.
  return inTransaction(db, (tx) => verifyIn(tx, teamId), { isolation: 'repeatable read' });
}

async function verifyIn(tx: Transaction, teamId: string): Promise<ChainVerdict> {
  let expectedHash = chainStart;
  let length = 0;
  for (;;) {
    const { rows } = await tx.execute<AuditRow>(sql`
      select * from audit_entry where team_id = ${teamId} and chain_seq > ${length} order by chain_seq limit ${pageSize}`);
    for (const row of rows) {
      const place = length + 1;
      if (Number(row.chain_seq) !== place) return { intact: false, brokenAt: place, reason: 'missing' };
      const hash = chainHash(expectedHash, readEntry(row));
      if (row.previous_hash !== expectedHash || row.hash !== hash)
        return { intact: false, brokenAt: place, reason: 'changed' };
      expectedHash = hash;
      length = place;
    }
    if (rows.length < pageSize) break;
  }
  const head = await tx.execute<{ chain_seq: string; hash: string }>(
    sql`select chain_seq, hash from audit_head where team_id = ${teamId}`,
  );
  const sealed = Number(head.rows[0]?.chain_seq ?? 0);
  if (sealed !== length || (length > 0 && head.rows[0]?.hash !== expectedHash))
    return { intact: false, brokenAt: length + 1, reason: 'cut off' };
  return { intact: true, length };
}
