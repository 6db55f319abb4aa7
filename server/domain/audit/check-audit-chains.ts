import { sql } from 'drizzle-orm';
import type { Database } from '#server/db/client.ts';
import { verifyAuditChain, type ChainVerdict } from './verify-audit-chain.ts';

/** A team's audit chain and what became of its check. */
export interface CheckedChain {
  readonly teamId: string;
  /** The team's name; null when it is no longer there. */
  readonly team: string | null;
  readonly verdict: ChainVerdict;
}

/** Checks the chain of every team that has one, and notes what came of it for whoever watches the server. */
export async function checkAuditChains(db: Database): Promise<readonly CheckedChain[]> {
  const { rows } = await db.execute<{ team_id: string; name: string | null }>(sql`
    select t.team_id, o.name from (
      select team_id from audit_head union select team_id from audit_entry where chain_seq is not null
    ) t left join auth.organization o on o.id = t.team_id order by o.name, t.team_id`);
  const checked: CheckedChain[] = [];
  for (const { team_id: teamId, name } of rows) {
    const verdict = await verifyAuditChain(db, teamId);
    await note(db, teamId, verdict);
    checked.push({ teamId, team: name, verdict });
  }
  return checked;
}

async function note(db: Database, teamId: string, verdict: ChainVerdict): Promise<void> {
  const { length, brokenAt, reason } = verdict.intact
    ? { length: verdict.length, brokenAt: null, reason: null }
    : { length: verdict.brokenAt - 1, brokenAt: verdict.brokenAt, reason: verdict.reason };
  await db.execute(sql`
    insert into audit_check (team_id, length, broken_at, reason) values (${teamId}, ${length}, ${brokenAt}, ${reason})
    on conflict (team_id) do update set checked_at = now(), length = excluded.length, broken_at = excluded.broken_at,
      reason = excluded.reason`);
}

/** How many teams' chains were found intact or broken the last time. */
export async function countCheckedChains(db: Database): Promise<{ intact: number; broken: number }> {
  const { rows } = await db.execute<{ intact: number; broken: number }>(sql`
    select count(*) filter (where broken_at is null)::int as intact,
      count(*) filter (where broken_at is not null)::int as broken from audit_check`);
  return rows[0] ?? { intact: 0, broken: 0 };
}
