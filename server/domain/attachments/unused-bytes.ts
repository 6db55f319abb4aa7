import { sql } from 'drizzle-orm';
import { inTransaction, type Database, type Transaction } from '#server/db/client.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** What was removed is remembered for as long; who stored bytes longer ago than half of it stores them again. */
const rememberedMs = 60 * 60 * 1000;
const latestUseMs = rememberedMs / 2;
/** A claim is taken over after as long; whoever holds it stops long before. */
const claimMs = 10 * 60 * 1000;
const workMs = claimMs / 2;
const mostAtOnce = 100;

/** When bytes were stored or seen to be there: taken before looking, and given to `requireBytes`. */
export function startUse(): number {
  return performance.now();
}

/**
 * The caller's transaction begins to use bytes that lie in the file store since `startedAt`. From here to its end
 * nobody removes them. Without a word to the store itself, which may be far away.
 * @throws Problem 'unavailable' when they may have been removed since then: storing them again keeps them.
 */
export async function requireBytes(tx: Transaction, hashes: readonly string[], startedAt: number): Promise<void> {
  if (hashes.length === 0) return;
  await lockBytes(tx, hashes);
  const given = sql`(select value from json_array_elements_text(${JSON.stringify([...new Set(hashes)])}::json))`;
  const { rows } = await tx.execute<{ is_claimed: boolean; removed_ms: number | null }>(sql`
    select claimed_at is not null as is_claimed,
      (extract(epoch from clock_timestamp() - removed_at) * 1000)::float8 as removed_ms
    from unused_bytes where sha256 in ${given}`);
  const sinceMs = performance.now() - startedAt;
  const isInDoubt = rows.some(({ is_claimed, removed_ms }) => is_claimed && (removed_ms ?? 0) <= sinceMs);
  if (isInDoubt || sinceMs > latestUseMs) throw new Problem('unavailable', 'The bytes could not be kept; try again.');
  if (rows.length > 0) await tx.execute(sql`delete from unused_bytes where sha256 in ${given}`);
}

/** The caller's transaction takes uses of bytes away. Those that have none are removed after it. */
export async function noteUnusedBytes(tx: Transaction | Database, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx.execute(sql`
    insert into unused_bytes (sha256)
    select distinct value from json_array_elements_text(${JSON.stringify(hashes)}::json) as value
    on conflict do nothing`);
}

/**
 * Removes bytes that were noted and have no use. Safe to run at any time, on several servers, and to be cut off
 * anywhere: what is claimed is used by nobody new, and its removal is taken up again.
 */
export async function removeUnusedBytes(ports: Pick<Ports, 'db' | 'files'>): Promise<void> {
  for (;;) {
    const startedAt = performance.now();
    const claimed = await inTransaction(ports.db, claim);
    if (claimed === undefined) break;
    for (const sha256 of claimed) {
      // Later somebody else may have the claim, and others the bytes again.
      if (performance.now() - startedAt > workMs) return;
      await ports.files.remove(sha256);
      await ports.db.execute(sql`
        update unused_bytes set removed_at = clock_timestamp() where sha256 = ${sha256} and claimed_at is not null`);
    }
  }
  await ports.db.execute(sql`
    delete from unused_bytes where removed_at < now() - ${rememberedMs} * interval '1 millisecond'`);
}

/** Takes on the removal of some; undefined when none are noted. */
async function claim(tx: Transaction): Promise<readonly string[] | undefined> {
  const isFree = sql`removed_at is null
    and (claimed_at is null or claimed_at < now() - ${claimMs} * interval '1 millisecond')`;
  const { rows: noted } = await tx.execute<{ sha256: string }>(sql`
    select sha256 from unused_bytes where ${isFree} order by noted_at limit ${mostAtOnce}`);
  if (noted.length === 0) return undefined;
  const hashes = noted.map(({ sha256 }) => sha256);
  await lockBytes(tx, hashes);
  const given = sql`(select value from json_array_elements_text(${JSON.stringify(hashes)}::json))`;
  await tx.execute(sql`
    delete from unused_bytes u where u.sha256 in ${given} and (
      exists (select from file where sha256 = u.sha256)
      or exists (select from email_attachment where sha256 = u.sha256)
      or exists (select from email where raw_sha256 = u.sha256)
      or exists (select from outgoing_mail_file where sha256 = u.sha256)
      or exists (select from template_file where sha256 = u.sha256))`);
  const { rows } = await tx.execute<{ sha256: string }>(sql`
    update unused_bytes set claimed_at = clock_timestamp() where sha256 in ${given} and ${isFree} returning sha256`);
  return rows.map(({ sha256 }) => sha256);
}

/** Whoever adds the first use of some bytes, or finds that they have none, waits for the other. */
async function lockBytes(tx: Transaction, hashes: readonly string[]): Promise<void> {
  const names = hashes.map((sha256) => `file:${sha256}`);
  // Always in the same order, so that no two wait for each other.
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(value, 0) as key from json_array_elements_text(${JSON.stringify(names)}::json)
      order by key
    ) as keys`);
}
