import { sql } from 'drizzle-orm';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import { chainHash, chainStart } from './chain-hash.ts';
import { readEntry, type AuditRow } from './audit-row.ts';

/** Most rows sealed in one transaction. */
const batchSize = 500;

/**
 * Chains the team's audit rows that are committed and not chained yet, after those that are. A row is chained no
 * earlier than it is committed, so one that commits late follows those that were sealed before it; within a batch
 * the order is that of their ids. Safe to run at the same time on several servers.
 * @returns how many rows were chained.
 */
export async function sealAuditChain(db: Database, teamId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await inTransaction(db, (tx) => sealBatch(tx, teamId));
    sealed += count;
    if (count < batchSize) return sealed;
  }
}

/** The teams that have rows to chain. */
export async function findUnsealedTeams(db: Database): Promise<readonly string[]> {
  const { rows } = await db.execute<{ team_id: string }>(
    sql`select distinct team_id from audit_entry where chain_seq is null`,
  );
  return rows.map((row) => row.team_id);
}

async function sealBatch(tx: Transaction, teamId: string): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${teamId}`}, 0))`);
  const head = await tx.execute<{ chain_seq: string; hash: string }>(
    sql`select chain_seq, hash from audit_head where team_id = ${teamId}`,
  );
  const { rows } = await tx.execute<AuditRow>(sql`
    select * from audit_entry where team_id = ${teamId} and chain_seq is null order by id limit ${batchSize}`);
  let previousHash = head.rows[0]?.hash ?? chainStart;
  let chainSeq = Number(head.rows[0]?.chain_seq ?? 0);
  const sealed = rows.map((row) => {
    chainSeq += 1;
    const hash = chainHash(previousHash, { ...readEntry(row), chainSeq });
    const link = { id: row.id, chain_seq: chainSeq, previous_hash: previousHash, hash };
    previousHash = hash;
    return link;
  });
  await tx.execute(sql`
    update audit_entry e set chain_seq = s.chain_seq, previous_hash = s.previous_hash, hash = s.hash
    from json_to_recordset(${JSON.stringify(sealed)}::json)
      as s (id bigint, chain_seq bigint, previous_hash text, hash text)
    where e.team_id = ${teamId} and e.id = s.id`);
  if (rows.length > 0)
    await tx.execute(sql`
      insert into audit_head (team_id, chain_seq, hash) values (${teamId}, ${chainSeq}, ${previousHash})
      on conflict (team_id) do update set chain_seq = excluded.chain_seq, hash = excluded.hash`);
  return rows.length;
}
