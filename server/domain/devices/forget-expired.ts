import { lt } from 'drizzle-orm';
import { authExtensionCode, authExtensionSession, authSession, authVerification } from '#server/db/schema/index.ts';
import type { Ports } from '#server/ports/ports.ts';

/** How long an expired code is kept, so that its replay is still noticed. */
const replayWatchMs = 24 * 60 * 60 * 1000;

/** Deletes sign-ins, codes and links that ended by their age. */
export async function forgetExpired(ports: Pick<Ports, 'db'>): Promise<void> {
  const now = new Date();
  await ports.db.delete(authExtensionSession).where(lt(authExtensionSession.expiresAt, now));
  await ports.db.delete(authSession).where(lt(authSession.expiresAt, now));
  await ports.db.delete(authVerification).where(lt(authVerification.expiresAt, now));
  const longAgo = new Date(now.getTime() - replayWatchMs);
  await ports.db.delete(authExtensionCode).where(lt(authExtensionCode.expiresAt, longAgo));
}
