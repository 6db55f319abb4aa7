import { createHmac } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { genericOAuth } from 'better-auth/plugins/generic-oauth';
import { magicLink } from 'better-auth/plugins/magic-link';
import { and, eq, gt } from 'drizzle-orm';
import type { Logger } from 'pino';
import { Language } from '#shared/contract/language.ts';
import { cleanText } from '#shared/contract/plain-text.ts';
import type { Database } from '#server/db/client.ts';
import {
  authAccount,
  authExtensionSession,
  authInvitation,
  authRateLimit,
  authSession,
  authUser,
  authVerification,
} from '#server/db/schema/auth.ts';
import { createId } from '#server/kernel/ids.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import { authPath, clientIpHeader } from './auth-address.ts';
import type { SignInProvider } from './sign-in-providers.ts';

const day = 24 * 60 * 60;

export interface AuthOptions {
  readonly db: Database;
  readonly publicUrl: string;
  readonly secret: string;
  readonly logger: Logger;
  readonly mailer: Mailer | undefined;
  readonly providers: readonly SignInProvider[];
}

export type Auth = ReturnType<typeof createAuth>;

/**
 * better-auth with its tables in the schema `auth`. Nobody signs up by themselves: accounts come from the set-up
 * link and from invitations. Its HTTP routes are reached through `createAccounts` only.
 */
export function createAuth(options: AuthOptions) {
  const { db, publicUrl } = options;
  return betterAuth({
    appName: 'Sidethread',
    baseURL: publicUrl,
    basePath: authPath,
    // Other keys are made from the same setting, so this one is its own.
    secret: createHmac('sha256', options.secret).update('sidethread sign-in').digest('base64url'),
    database: drizzleAdapter(db, { provider: 'pg', schema: authTables, transaction: true }),
    telemetry: { enabled: false },
    trustedOrigins: [new URL(publicUrl).origin],
    onAPIError: { errorURL: `${publicUrl}/sign-in` },
    logger: { level: 'warn', log: (level, message) => options.logger[level]({ part: 'sign-in' }, message) },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    session: { expiresIn: 30 * day, updateAge: day },
    account: { accountLinking: { enabled: true, trustedProviders: [] }, updateAccountOnSignIn: false },
    verification: { storeIdentifier: 'hashed' },
    user: { validateUserInfo: ({ user, source }) => refuseUninvited(db, user, source.action) },
    databaseHooks: {
      user: {
        create: { before: async (user) => ({ data: { ...user, name: cleanName(user.name) } }) },
        update: { after: async (user) => endExtensionSessions(db, user.id) },
      },
      // Nothing of a provider is needed after sign-in, so none of its tokens are kept.
      account: { create: { before: async (account) => ({ data: { ...account, ...noTokens } }) } },
    },
    socialProviders: Object.assign(
      {},
      ...options.providers.map((one) => one.microsoft && { microsoft: one.microsoft }),
    ),
    rateLimit: {
      enabled: true,
      storage: 'database',
      window: 60,
      max: 100,
      customRules: {
        '/sign-in/email': { window: 60, max: 20 },
        '/sign-in/magic-link': { window: 60, max: 5 },
        '/sign-in/social': { window: 60, max: 20 },
        '/magic-link/verify': { window: 60, max: 20 },
      },
    },
    advanced: {
      cookiePrefix: 'sidethread',
      useSecureCookies: publicUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      database: { generateId: () => createId<string>() },
    },
    plugins: [
      genericOAuth({ config: options.providers.flatMap((provider) => provider.oidc ?? []) }),
      mailedLink(options),
    ],
  });
}

/** Which of our tables is which of better-auth's. Teams, memberships and invitations are the domain's own. */
export const authTables = {
  user: authUser,
  session: authSession,
  account: authAccount,
  verification: authVerification,
  rateLimit: authRateLimit,
};

/**
 * better-auth changes a person only when they prove their address for the first time. It then ends what was opened
 * before by whoever made the account, passwords and browsers; extensions are signed in by us, so they end here.
 */
async function endExtensionSessions(db: Database, userId: string): Promise<void> {
  await db.delete(authExtensionSession).where(eq(authExtensionSession.userId, userId));
}

const noTokens = { accessToken: null, refreshToken: null, idToken: null };

function cleanName(name: string): string {
  return cleanText(name).replace(/\s+/g, ' ').trim().slice(0, 120).toWellFormed();
}

/** Links that sign in. Where the server sends no mail, none is asked for; a command can still print one. */
function mailedLink({ db, publicUrl, logger, mailer }: AuthOptions) {
  return magicLink({
    disableSignUp: true,
    expiresIn: 15 * 60,
    storeToken: 'hashed',
    sendMagicLink: async ({ email, token, metadata }) => {
      // A page of ours with a button, because mail scanners open links and would use them up.
      const url = `${publicUrl}/sign-in/mailed/${token}?next=${encodeURIComponent(String(metadata?.['next'] ?? '/'))}`;
      const [person] = await db.select({ id: authUser.id }).from(authUser).where(eq(authUser.email, email));
      // No answer tells who has an account, so the mail is only left out.
      if (person === undefined || mailer === undefined) return;
      // Not waited for: how long an answer takes must not tell who has an account either.
      const sending = mailer.send({
        to: email,
        ...linkTexts[Language.catch('en').parse(metadata?.['language'])](url),
      });
      sending.catch((error: unknown) => logger.warn({ err: error }, 'a sign-in link could not be mailed'));
    },
  });
}

const linkTexts: Readonly<Record<Language, (url: string) => { subject: string; text: string }>> = {
  en: (url) => ({
    subject: 'Your sign-in link for Sidethread',
    text: `Open this link within 15 minutes to sign in to Sidethread:\n\n${url}\n\nIt works once. If you did not ask for it, ignore this mail.\n`,
  }),
  de: (url) => ({
    subject: 'Ihr Anmelde-Link für Sidethread',
    text: `Öffnen Sie diesen Link innerhalb von 15 Minuten, um sich bei Sidethread anzumelden:\n\n${url}\n\nEr gilt einmal. Wenn Sie nicht darum gebeten haben, beachten Sie diese Mail nicht.\n`,
  }),
};

/** A provider's new person gets an account only with a confirmed address that somebody invited. */
async function refuseUninvited(db: Database, user: { email?: unknown; emailVerified?: unknown }, action: string) {
  if (action !== 'create-user') return;
  const email = String(user.email ?? '').toLowerCase();
  if (user.emailVerified === true && (await isInvited(db, email))) return;
  return { error: 'signup_disabled', errorDescription: 'Nobody has invited this address yet.' };
}

async function isInvited(db: Database, email: string): Promise<boolean> {
  const found = await db
    .select({ id: authInvitation.id })
    .from(authInvitation)
    .where(
      and(
        eq(authInvitation.email, email),
        eq(authInvitation.status, 'pending'),
        gt(authInvitation.expiresAt, new Date()),
      ),
    )
    .limit(1);
  return found.length > 0;
}
