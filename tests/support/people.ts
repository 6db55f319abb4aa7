import { createId } from '#server/kernel/ids.ts';
import { inTransaction, type Database } from '#server/db/client.ts';
import { authExtensionSession, authMember, authUser } from '#server/db/schema/index.ts';
import { createToken, hashToken } from '#server/domain/devices/index.ts';
import { createTeam } from '#server/domain/teams/index.ts';
import type { TeamId, UserId } from '#shared/contract/ids.ts';
import type { Role } from '#shared/contract/person.ts';

export interface NewTestPerson {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** Default true. */
  readonly emailVerified?: boolean;
}

/** Somebody whose extension is signed in: send `authorization: Bearer <token>` and `x-sidethread-team: <teamId>`. */
export interface TestPerson extends NewTestPerson {
  readonly userId: UserId;
  readonly deviceId: string;
  readonly token: string;
}

/** A team with its owner, whose extension is signed in. */
export async function addTestTeam(
  db: Database,
  team: { readonly name: string; readonly owner: { readonly name: string; readonly email: string } },
): Promise<{ readonly teamId: TeamId; readonly owner: TestPerson }> {
  const userId = await addUser(db, team.owner);
  const teamId = await inTransaction(db, (tx) => createTeam(tx, { name: team.name, ownerId: userId }));
  const owner = { ...team.owner, role: 'owner' as const, userId, ...(await signInTestPerson(db, userId)) };
  return { teamId, owner };
}

/** A further member of the team, whose extension is signed in. */
export async function addTestMember(db: Database, teamId: TeamId, person: NewTestPerson): Promise<TestPerson> {
  const userId = await addUser(db, person);
  await db.insert(authMember).values({ id: createId(), organizationId: teamId, userId, role: person.role });
  return { ...person, userId, ...(await signInTestPerson(db, userId)) };
}

/** Signs one more extension of a person in. */
export async function signInTestPerson(db: Database, userId: UserId): Promise<{ deviceId: string; token: string }> {
  const token = createToken();
  const deviceId = createId<string>();
  await db.insert(authExtensionSession).values({
    id: deviceId,
    userId,
    tokenHash: hashToken(token),
    extensionId: 'test',
    name: 'Test browser',
    expiresAt: new Date(Date.now() + 24 * 60 * 60 * 1000),
  });
  return { deviceId, token };
}

async function addUser(
  db: Database,
  person: { readonly name: string; readonly email: string; readonly emailVerified?: boolean },
): Promise<UserId> {
  const id = createId<UserId>();
  const emailVerified = person.emailVerified ?? true;
  await db.insert(authUser).values({ id, name: person.name, email: person.email.toLowerCase(), emailVerified });
  return id;
}
