import { sql } from 'drizzle-orm';
import { UserId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';

const mention = /@\[[^\]\n]{1,200}\]\(user:([0-9a-f-]{36})\)/gi;

/** The teammates that a body names as `@[Name](user:<id>)`, each once. */
export function findMentioned(body: string): UserId[] {
  const ids = [...body.matchAll(mention)].map((match) => UserId.safeParse(match[1]?.toLowerCase()));
  return [...new Set(ids.flatMap((id) => (id.success ? [id.data] : [])))];
}

/** Those of the ids that are in the team now. */
export async function onlyTeammates(tx: Transaction, teamId: string, ids: readonly UserId[]): Promise<UserId[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.execute<{ user_id: UserId }>(sql`
    select user_id from team_person where team_id = ${teamId} and user_id in ${[...new Set(ids)]} order by user_id`);
  return rows.map((row) => row.user_id);
}
