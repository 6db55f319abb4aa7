import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import { authExtensionSession, authSession } from '#server/db/schema/auth.ts';
import type { SignedIn } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { noteInTeams } from './note-in-teams.ts';

export const RevokeDevice = z.object({ id: z.string().max(100) });
export type RevokeDevice = z.infer<typeof RevokeDevice>;

/**
 * Signs one of the person's own devices out: its next request fails and its live stream ends.
 * @throws Problem 'not-found' when it is not theirs or already signed out.
 */
export async function revokeDevice(
  ports: Pick<Ports, 'db' | 'liveFeed'>,
  signedIn: SignedIn,
  input: RevokeDevice,
): Promise<null> {
  const id = z.uuid().safeParse(input.id).data;
  if (id === undefined) throw missing();
  await inTransaction(ports.db, async (tx) => {
    const own = <Table extends typeof authExtensionSession | typeof authSession>(table: Table) =>
      and(eq(table.id, id), eq(table.userId, signedIn.userId));
    const extensions = await tx
      .delete(authExtensionSession)
      .where(own(authExtensionSession))
      .returning({ id: authExtensionSession.id });
    const browsers = await tx.delete(authSession).where(own(authSession)).returning({ id: authSession.id });
    if (extensions.length + browsers.length === 0) throw missing();
    await noteInTeams(ports, tx, signedIn.userId, { action: 'device.revoke', target: `device:${id}` });
  });
  return null;
}

function missing(): Problem {
  return new Problem('not-found', 'This device is signed out already, or it is not yours.');
}
