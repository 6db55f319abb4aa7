import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TeamId } from '#shared/contract/ids.ts';
import { inTransaction } from '#server/db/client.ts';
import { authSetupLink, authUser } from '#server/db/schema/index.ts';
import { createToken, hashToken, Password } from '#server/domain/devices/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Accounts } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { createTeam } from './create-team.ts';
import { PersonEmail, PersonName, TeamName } from './person-input.ts';

const setupMs = 24 * 60 * 60 * 1000;
const onlyRow = 1;

/**
 * A fresh one-time token for the set-up page, for a day, as long as the server has no account; undefined after that.
 * Every start makes a new one and ends the one before.
 */
export async function prepareSetup(ports: Pick<Ports, 'db'>): Promise<string | undefined> {
  const [anybody] = await ports.db.select({ id: authUser.id }).from(authUser).limit(1);
  if (anybody !== undefined) return undefined;
  const token = createToken();
  const row = { id: onlyRow, tokenHash: hashToken(token), expiresAt: new Date(Date.now() + setupMs) };
  await ports.db.insert(authSetupLink).values(row).onConflictDoUpdate({ target: authSetupLink.id, set: row });
  return token;
}

/** True while the link works: known, a day old at most, and nobody has an account yet. */
export async function isSetupOpen(ports: Pick<Ports, 'db'>, token: string): Promise<boolean> {
  const [row] = await ports.db
    .select()
    .from(authSetupLink)
    .where(eq(authSetupLink.tokenHash, hashToken(token)));
  return row !== undefined && row.expiresAt > new Date();
}

export const SetUp = z.object({ name: PersonName, email: PersonEmail, password: Password, teamName: TeamName });
export type SetUp = z.infer<typeof SetUp>;

/**
 * Makes the first account and its team. Whoever reads the server's own output runs it, so the address counts as
 * confirmed. Problem 'gone' when the link was used or is too old.
 */
export async function setUp(
  ports: Pick<Ports, 'db'>,
  accounts: Accounts,
  token: string,
  input: SetUp,
): Promise<{ teamId: TeamId }> {
  return inTransaction(ports.db, async (tx) => {
    const used = await tx
      .delete(authSetupLink)
      .where(sql`${authSetupLink.tokenHash} = ${hashToken(token)} and ${authSetupLink.expiresAt} > now()`)
      .returning({ id: authSetupLink.id });
    const [anybody] = await tx.select({ id: authUser.id }).from(authUser).limit(1);
    if (used.length === 0 || anybody !== undefined)
      throw new Problem('gone', 'This set-up link was used or is too old. Restart the server to get a new one.');
    const { name, email, password } = input;
    const ownerId = await accounts.addPerson(tx, { name, email, password, emailVerified: true });
    return { teamId: await createTeam(tx, { name: input.teamName, ownerId }) };
  });
}
