import { and, eq, gt } from 'drizzle-orm';
import { z } from 'zod';
import { UserId } from '#shared/contract/ids.ts';
import { Language } from '#shared/contract/language.ts';
import { authUser, authVerification } from '#server/db/schema/index.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { emailChangeLink } from './email-change-link.ts';

const SendEmailChange = z.object({ changeId: z.uuid(), language: Language });
const TellOldAddress = z.object({ userId: UserId, to: z.string(), language: Language });

/** Mails the link that proves a new address. It is made when it is sent, so that none waits in the queue. */
export const sendEmailChangeJob = defineJob('send-email-change', SendEmailChange);
/** Tells the address that was a person's that it is no longer. */
export const tellOldAddressJob = defineJob('tell-old-address', TellOldAddress);

/** Does nothing when the wish was replaced or is too old, or the address is somebody's. Throws when the mail was not taken. */
export async function sendEmailChange(
  ports: Pick<Ports, 'db' | 'config'>,
  mailer: Mailer,
  { changeId, language }: z.infer<typeof SendEmailChange>,
): Promise<void> {
  const [wish] = await ports.db
    .select()
    .from(authVerification)
    .where(and(eq(authVerification.id, changeId), gt(authVerification.expiresAt, new Date())));
  if (wish === undefined) return;
  const [taken] = await ports.db.select({ id: authUser.id }).from(authUser).where(eq(authUser.email, wish.value));
  if (taken !== undefined) return;
  await mailer.send({ to: wish.value, ...linkTexts[language](emailChangeLink(ports.config, changeId)) });
}

/** Names the new address as well, so that whoever did not do this can say what happened. */
export async function tellOldAddress(
  ports: Pick<Ports, 'db'>,
  mailer: Mailer,
  { userId, to, language }: z.infer<typeof TellOldAddress>,
): Promise<void> {
  const [user] = await ports.db.select({ email: authUser.email }).from(authUser).where(eq(authUser.id, userId));
  if (user === undefined) return;
  await mailer.send({ to, ...changedTexts[language](user.email) });
}

type Texts = Readonly<Record<Language, (value: string) => { subject: string; text: string }>>;

const linkTexts: Texts = {
  en: (link) => ({
    subject: 'Confirm your new address for Sidethread',
    text: `Open this link within an hour to sign in to Sidethread with this address from now on:\n\n${link}\n\nIf you did not ask for it, ignore this mail; nothing changes.\n`,
  }),
  de: (link) => ({
    subject: 'Bestätigen Sie Ihre neue Adresse für Sidethread',
    text: `Öffnen Sie diesen Link innerhalb einer Stunde, um sich künftig mit dieser Adresse bei Sidethread anzumelden:\n\n${link}\n\nWenn Sie nicht darum gebeten haben, beachten Sie diese Mail nicht; es ändert sich nichts.\n`,
  }),
};

const changedTexts: Texts = {
  en: (email) => ({
    subject: 'Your address for Sidethread has changed',
    text: `Your Sidethread account now signs in with ${email}, and no longer with this address.\n\nIf that was not you, tell an admin of your team at once.\n`,
  }),
  de: (email) => ({
    subject: 'Ihre Adresse für Sidethread hat sich geändert',
    text: `Ihr Konto bei Sidethread meldet sich jetzt mit ${email} an und nicht mehr mit dieser Adresse.\n\nWaren Sie das nicht, sagen Sie es sofort jemandem, der Ihr Team verwaltet.\n`,
  }),
};
