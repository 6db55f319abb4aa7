import type { KeyedHash } from '#shared/contract/ids.ts';
import { normaliseAddress } from '#shared/email/address.ts';
import { keyedHash } from '#shared/email/keyed-hash.ts';
import type { Database } from '#server/db/client.ts';
import { runPrepared, type PreparedStatement } from '#server/db/prepared.ts';

/** A teammate who joined this long ago at most may still be offered as a contact. */
const keptMs = 10_000;

const addresses: PreparedStatement = {
  name: 'correspondences.teammates',
  text: `select p.email, s.hash_key as "hashKey" from team_person p join team_settings s on s.team_id = p.team_id
    where p.team_id = $1`,
};

interface Known {
  readonly until: number;
  readonly hashes: Promise<ReadonlySet<KeyedHash>>;
}

const knownByDatabase = new WeakMap<Database, Map<string, Known>>();

/** The address hashes of the team's members, kept for some seconds: every opening of a mail asks for them. */
export function findTeammateHashes(db: Database, teamId: string): Promise<ReadonlySet<KeyedHash>> {
  const teams = knownByDatabase.get(db) ?? new Map<string, Known>();
  knownByDatabase.set(db, teams);
  const known = teams.get(teamId);
  if (known !== undefined && known.until > Date.now()) return known.hashes;
  const hashes = readHashes(db, teamId);
  teams.set(teamId, { until: Date.now() + keptMs, hashes });
  hashes.catch(() => teams.delete(teamId));
  return hashes;
}

async function readHashes(db: Database, teamId: string): Promise<ReadonlySet<KeyedHash>> {
  const rows = await runPrepared<{ email: string; hashKey: string }>(db, addresses, [teamId]);
  const hashes = rows.map((row) => keyedHash(row.hashKey, 'address', normaliseAddress(row.email) ?? row.email));
  return new Set(await Promise.all(hashes));
}
