import { createHash } from 'node:crypto';

/** What an audit row says, as the chain covers it. */
export interface ChainedEntry {
  readonly teamId: string;
  readonly id: string;
  readonly action: string;
  readonly actorId: string | null;
  readonly actorKind: string;
  readonly target: string;
  readonly detail: unknown;
  readonly at: string;
  readonly chainSeq: number;
}

/** What the first entry of a team follows. */
export const chainStart = '0'.repeat(64);

/** SHA-256 over the entry before and everything that this one says, in lowercase hex. */
export function chainHash(previousHash: string, entry: ChainedEntry): string {
  const { teamId, id, action, actorId, actorKind, target, detail, at, chainSeq } = entry;
  const text = JSON.stringify([
    previousHash,
    teamId,
    id,
    action,
    actorId,
    actorKind,
    target,
    sorted(detail),
    at,
    chainSeq,
  ]);
  return createHash('sha256').update(text).digest('hex');
}

/** The same value with the keys of every object in order: jsonb does not keep the order they came in. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
