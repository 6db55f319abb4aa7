import { and, eq, ne } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { authExtensionSession, authSession } from '#server/db/schema/index.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Accounts, BrowserSession } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { noteInTeams } from './note-in-teams.ts';

const freshMs = 15 * 60 * 1000;

export const Password = z
  .string()
  .min(10, 'Choose a password of at least 10 characters.')
  .max(128, 'Choose a password of at most 128 characters.');
export const SetPassword = z.object({ password: Password });
export type SetPassword = z.infer<typeof SetPassword>;

/** True shortly after signing in: then a person may change how they sign in. */
export function isFresh(session: Pick<BrowserSession, 'signedInAt'>): boolean {
  return Date.now() - session.signedInAt.getTime() < freshMs;
}

/**
 * Gives the person a new password and signs them out everywhere else, extensions included.
 * @throws Problem 'not-allowed' when they signed in too long ago: the browser may be in other hands by now.
 */
export async function setPassword(
  ports: Pick<Ports, 'db' | 'liveFeed'>,
  accounts: Accounts,
  session: BrowserSession,
  input: SetPassword,
): Promise<void> {
  if (!isFresh(session))
    throw new Problem('not-allowed', 'You signed in a while ago. Sign out, sign in again, and then change it.');
  const { userId, sessionId } = session;
  await inTransaction(ports.db, async (tx) => {
    await accounts.setPassword(tx, userId, input.password);
    await tx.delete(authExtensionSession).where(eq(authExtensionSession.userId, userId));
    await tx.delete(authSession).where(and(eq(authSession.userId, userId), ne(authSession.id, sessionId)));
    await noteInTeams(ports, tx, userId, { action: 'user.set-password', target: `user:${userId}` });
  });
}
