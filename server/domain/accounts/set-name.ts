import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { authUser } from '#server/db/schema/index.ts';
import type { BrowserSession } from '#server/ports/accounts.ts';
import type { Ports } from '#server/ports/ports.ts';
import { PersonName } from '../teams/index.ts';
import { announcePerson } from './announce-person.ts';

export const NewName = z.object({ name: PersonName });
export type NewName = z.infer<typeof NewName>;

/** Gives the signed-in person another name, which their teams see at once, also under what they wrote before. */
export async function setName(
  ports: Pick<Ports, 'db' | 'liveFeed'>,
  { userId }: Pick<BrowserSession, 'userId'>,
  { name }: NewName,
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    await tx.update(authUser).set({ name, updatedAt: new Date() }).where(eq(authUser.id, userId));
    await announcePerson(ports, tx, userId, 'user.set-name');
  });
}
