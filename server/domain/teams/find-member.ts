import { sql } from 'drizzle-orm';
import type { TeamId, UserId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';
import type { Ports } from '#server/ports/ports.ts';

interface Member {
  readonly teamId: TeamId;
  readonly userId: UserId;
  readonly userName: string;
  readonly role: Role;
}

/** A person in a team, or in the one they joined first when none is named. Undefined when they are in none such. */
export async function findMember(
  ports: Pick<Ports, 'db'>,
  userId: string,
  teamId: string | undefined,
): Promise<Member | undefined> {
  const { rows } = await ports.db.execute<{ team_id: TeamId; user_id: UserId; name: string; role: Role }>(sql`
    select team_id, user_id, name, role from team_person
    where user_id = ${userId} and (${teamId ?? null}::uuid is null or team_id = ${teamId ?? null}::uuid)
    order by team_id limit 1`);
  const row = rows[0];
  if (row === undefined) return undefined;
  return { teamId: row.team_id, userId: row.user_id, userName: row.name, role: row.role };
}
