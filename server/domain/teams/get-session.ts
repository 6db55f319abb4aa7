import { asc, eq } from 'drizzle-orm';
import type { TeamId } from '#shared/contract/ids.ts';
import type { SessionView } from '#shared/contract/person.ts';
import { pictureLink } from '../pictures/index.ts';
import { authMember, authOrganization, authUser, teamSettings } from '#server/db/schema/index.ts';
import type { SignedIn } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';

/** Who is signed in and in which teams, the oldest membership first. */
export async function getSession(
  ports: Pick<Ports, 'db' | 'clock' | 'config' | 'pictures'>,
  signedIn: SignedIn,
): Promise<SessionView> {
  const rows = await ports.db
    .select({ user: authUser, member: authMember, team: authOrganization, settings: teamSettings })
    .from(authUser)
    .leftJoin(authMember, eq(authMember.userId, authUser.id))
    .leftJoin(authOrganization, eq(authOrganization.id, authMember.organizationId))
    .leftJoin(teamSettings, eq(teamSettings.teamId, authMember.organizationId))
    .where(eq(authUser.id, signedIn.userId))
    .orderBy(asc(authMember.createdAt), asc(authMember.id));
  const user = rows[0]?.user;
  if (user === undefined) throw new Problem('not-signed-in', 'This account is gone. Ask an admin of your team.');
  const teamId = rows[0]?.team?.id;
  const pictureUrl = teamId === undefined ? null : pictureLink(ports, teamId, user.image);
  return {
    user: { id: signedIn.userId, name: user.name, email: user.email, pictureUrl },
    teams: rows.flatMap(({ member, team, settings }) =>
      member === null || team === null || settings === null
        ? []
        : [
            {
              teamId: team.id as TeamId,
              name: team.name,
              role: member.role,
              hashKey: settings.hashKey,
              presenceEnabled: settings.presenceEnabled,
            },
          ],
    ),
    serverTime: ports.clock.now().toISOString(),
    expiresAt: signedIn.expiresAt.toISOString(),
  };
}
