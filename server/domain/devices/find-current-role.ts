import type { Context } from '#server/kernel/context.ts';
import { runPrepared } from '#server/db/prepared.ts';
import type { Role } from '#shared/contract/person.ts';
import type { Ports } from '#server/ports/ports.ts';

const statement = {
  name: 'current-role-1',
  text: `select m.role from auth.extension_session s
    join auth.member m on m.user_id = s.user_id and m.organization_id = $3
    where s.id = $1 and s.user_id = $2 and s.expires_at > now()`,
};

/**
 * The role that the device's person has in the team now, or undefined when the device was signed out or the person
 * left the team. A live stream asks on every `session` event of its person, and ends on undefined.
 */
export async function findCurrentRole(
  ports: Pick<Ports, 'db'>,
  ctx: Pick<Context, 'deviceId' | 'userId' | 'teamId'>,
): Promise<Role | undefined> {
  const values = [ctx.deviceId, ctx.userId, ctx.teamId];
  const [row] = await runPrepared<{ role: Role }>(ports.db, statement, values);
  return row?.role;
}
