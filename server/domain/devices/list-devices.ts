import { and, desc, eq, gt } from 'drizzle-orm';
import type { Device } from '#shared/contract/person.ts';
import { authExtensionSession, authSession } from '#server/db/schema/auth.ts';
import type { SignedIn } from '#server/kernel/context.ts';
import type { Ports } from '#server/ports/ports.ts';
import { describeBrowser } from './describe-browser.ts';

/** Where the person is signed in, the newest seen first. */
export async function listDevices(ports: Pick<Ports, 'db'>, signedIn: SignedIn): Promise<Device[]> {
  const now = new Date();
  const extensions = await ports.db
    .select()
    .from(authExtensionSession)
    .where(and(eq(authExtensionSession.userId, signedIn.userId), gt(authExtensionSession.expiresAt, now)))
    .orderBy(desc(authExtensionSession.lastSeenAt));
  const browsers = await ports.db
    .select()
    .from(authSession)
    .where(and(eq(authSession.userId, signedIn.userId), gt(authSession.expiresAt, now)));
  const devices = [
    ...extensions.map((row) => ({ ...row, kind: 'extension' as const })),
    ...browsers.map((row) => ({
      ...row,
      kind: 'browser' as const,
      name: describeBrowser(row.userAgent),
      lastSeenAt: row.updatedAt,
    })),
  ];
  return devices
    .toSorted((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime())
    .map((device) => ({
      id: device.id,
      name: device.name,
      kind: device.kind,
      current: device.id === signedIn.deviceId,
      createdAt: device.createdAt.toISOString(),
      lastSeenAt: device.lastSeenAt.toISOString(),
      expiresAt: device.expiresAt.toISOString(),
    }));
}
