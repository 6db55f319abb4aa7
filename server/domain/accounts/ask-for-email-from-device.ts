import { eq } from 'drizzle-orm';
import type { Language } from '#shared/contract/language.ts';
import { authExtensionSession } from '#server/db/schema/index.ts';
import type { SignedIn } from '#server/kernel/context.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { askForEmail, type NewEmail } from './change-email.ts';

/**
 * Mails the link for a new address to whoever is signed in in an extension, as `askForEmail` does for a browser.
 * @throws Problem 'unavailable' when this server sends no mail, which alone could prove the address.
 */
export async function askForEmailFromDevice(
  ports: Pick<Ports, 'db' | 'queue' | 'config'>,
  { userId, email, deviceId }: SignedIn,
  input: NewEmail,
  language: Language,
): Promise<void> {
  if (ports.config.mail.smtpUrl === undefined)
    throw new Problem(
      'unavailable',
      'This server sends no mail, so a new address can’t be proved. Ask whoever runs it.',
    );
  const [device] = await ports.db
    .select({ signedInAt: authExtensionSession.createdAt })
    .from(authExtensionSession)
    .where(eq(authExtensionSession.id, deviceId));
  if (device === undefined)
    throw new Problem('not-signed-in', 'You are signed out. Sign in again from the Sidethread popup.');
  await askForEmail(ports, { userId, email, signedInAt: device.signedInAt }, input, language);
}
