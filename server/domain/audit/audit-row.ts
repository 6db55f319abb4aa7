import type { ChainedEntry } from './chain-hash.ts';

/** A row of audit_entry as the driver gives it. */
export interface AuditRow extends Record<string, unknown> {
  readonly team_id: string;
  readonly id: string;
  readonly action: string;
  readonly actor_id: string | null;
  readonly actor_kind: string;
  readonly target: string;
  readonly detail: unknown;
  readonly at: Date | string;
  readonly chain_seq: string | null;
  readonly previous_hash: string | null;
  readonly hash: string | null;
}

/** What the row says, in the form that the chain covers. */
export function readEntry(row: AuditRow): ChainedEntry {
  return {
    teamId: row.team_id,
    id: String(row.id),
    action: row.action,
    actorId: row.actor_id,
    actorKind: row.actor_kind,
    target: row.target,
    detail: row.detail,
    at: new Date(row.at).toISOString(),
    chainSeq: Number(row.chain_seq ?? 0),
  };
}
