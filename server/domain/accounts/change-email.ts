import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import type { UserId } from '#shared/contract/ids.ts';
import type { Language } from '#shared/contract/language.ts';
import { errorCode, inTransaction, type Transaction } from '#server/db/client.ts';
import { authUser, authVerification } from '#server/db/schema/index.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { BrowserSession } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { isFresh } from '../devices/index.ts';
import { PersonEmail } from '../teams/index.ts';
import { announcePerson } from './announce-person.ts';
import { readEmailChangeToken } from './email-change-link.ts';
import { sendEmailChangeJob, tellOldAddressJob } from './mail-email-change.ts';

const hourMs = 60 * 60 * 1000;
const pauseMs = 60 * 1000;
const purpose = 'change-email:';

export const NewEmail = z.object({ email: PersonEmail });
export type NewEmail = z.infer<typeof NewEmail>;

/**
 * Mails a link to the address that is to be the person's; nothing changes before it is opened. A later wish replaces
 * the one before. Whether somebody has that address already is told to nobody.
 * @throws Problem 'unavailable' when this server sends no mail; 'not-allowed' when they signed in too long ago; 'too-many' within a minute of the last wish.
 */
export async function askForEmail(
  ports: Pick<Ports, 'db' | 'queue' | 'config'>,
  session: Pick<BrowserSession, 'userId' | 'email' | 'signedInAt'>,
  { email }: NewEmail,
  language: Language,
): Promise<void> {
  if (ports.config.mail.smtpUrl === undefined)
    throw new Problem('unavailable', 'This server sends no mail, so no address can be proved; ask who runs it.');
  if (!isFresh(session))
    throw new Problem('not-allowed', 'You signed in a while ago. Sign out, sign in again, and then change it.');
  if (email === session.email) throw new Problem('invalid-input', 'This is your address already.');
  const identifier = `${purpose}${session.userId}`;
  await inTransaction(ports.db, async (tx) => {
    // One wish at a time for each person.
    await tx.select().from(authUser).where(eq(authUser.id, session.userId)).for('update');
    const since = new Date(Date.now() - pauseMs);
    const recent = await tx
      .select({ id: authVerification.id })
      .from(authVerification)
      .where(and(eq(authVerification.identifier, identifier), gt(authVerification.createdAt, since)));
    if (recent.length > 0) throw new Problem('too-many', 'A link is on its way already. Wait a minute and try again.');
    await tx.delete(authVerification).where(eq(authVerification.identifier, identifier));
    const changeId = createId<string>();
    const expiresAt = new Date(Date.now() + hourMs);
    await tx.insert(authVerification).values({ id: changeId, identifier, value: email, expiresAt });
    await ports.queue.enqueue(tx, sendEmailChangeJob, { changeId, language });
  });
}

/**
 * Makes the address theirs whose mailed link was opened: it counts as proved, and the old one is told. Only the
 * person who asked can do so, since the link may have gone to a stranger by a slip.
 * @throws Problem 'gone' when the link no longer works; 'conflict' when somebody else has the address by now.
 */
export async function proveEmail(
  ports: Pick<Ports, 'db' | 'config' | 'queue' | 'liveFeed'>,
  session: BrowserSession,
  token: string,
  language: Language,
): Promise<{ email: string }> {
  return inTransaction(ports.db, async (tx) => {
    const { userId, email } = await takeWish(ports, tx, token);
    if (userId !== session.userId) throw gone();
    const [user] = await tx.select().from(authUser).where(eq(authUser.id, userId)).for('update');
    if (user === undefined) throw gone();
    const [other] = await tx.select({ id: authUser.id }).from(authUser).where(eq(authUser.email, email));
    if (other !== undefined) throw taken();
    await tx
      .update(authUser)
      .set({ email, emailVerified: true, updatedAt: new Date() })
      .where(eq(authUser.id, userId))
      .catch((error: unknown) => {
        // Somebody else proved it in the same moment.
        throw errorCode(error) === '23505' ? taken() : error;
      });
    await announcePerson(ports, tx, userId, 'user.change-email');
    if (ports.config.mail.smtpUrl !== undefined)
      await ports.queue.enqueue(tx, tellOldAddressJob, { userId, to: user.email, language });
    return { email };
  });
}

async function takeWish(
  ports: Pick<Ports, 'config'>,
  tx: Transaction,
  token: string,
): Promise<{ userId: UserId; email: string }> {
  const id = readEmailChangeToken(ports.config, token);
  if (id === undefined) throw gone();
  const [row] = await tx
    .delete(authVerification)
    .where(and(eq(authVerification.id, id), gt(authVerification.expiresAt, new Date())))
    .returning();
  if (row === undefined || !row.identifier.startsWith(purpose)) throw gone();
  return { userId: row.identifier.slice(purpose.length) as UserId, email: row.value };
}

function taken(): Problem {
  return new Problem('conflict', 'Somebody has an account with this address already.');
}

function gone(): Problem {
  return new Problem('gone', 'This link was used, replaced or is too old. Ask for a new one on your account’s page.');
}
