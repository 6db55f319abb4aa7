import type { Logger } from 'pino';
import type { UserId } from '#shared/contract/ids.ts';
import type { Config } from '#server/kernel/config.ts';
import { createId } from '#server/kernel/ids.ts';
import { Problem } from '#server/kernel/problem.ts';
import { errorCode, type Database, type Transaction } from '#server/db/client.ts';
import { authAccount, authUser } from '#server/db/schema/auth.ts';
import type { Accounts, BrowserRequest, SignInOutcome } from '#server/ports/accounts.ts';
import type { Mailer } from '#server/ports/mailer.ts';
import { authPath, clientIpHeader } from './auth-address.ts';
import type { Auth } from './create-auth.ts';
import { keepAuth } from './keep-auth.ts';
import { forgetPasswordTries, takePasswordTry } from './password-tries.ts';
import { signInProviders } from './sign-in-providers.ts';

export interface AccountsOptions {
  readonly db: Database;
  readonly config: Pick<Config, 'google' | 'microsoft' | 'slack' | 'secret'>;
  /** Without a trailing slash: where browsers reach this server. */
  readonly publicUrl: string;
  readonly mailer: Mailer | undefined;
  readonly logger: Logger;
}

/** The only better-auth route that a browser may call by itself; everything else goes through our own pages. */
const openRoutes = /^\/auth\/callback\/[a-z]+$/;

/** Accounts kept by better-auth. */
export function createAccounts(options: AccountsOptions): Accounts {
  const { publicUrl, mailer } = options;
  const providers = signInProviders(options.config);
  const current = keepAuth({ ...options, secret: options.config.secret, providers });

  async function call(request: BrowserRequest, path: string, body?: object): Promise<Response> {
    const headers = new Headers({ 'content-type': 'application/json', origin: publicUrl });
    copyHeader(request.headers, headers, 'cookie');
    copyHeader(request.headers, headers, 'user-agent');
    headers.set(clientIpHeader, request.clientIp);
    const { auth } = await current();
    return auth.handler(
      new Request(`${publicUrl}${authPath}${path}`, {
        headers,
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      }),
    );
  }

  return {
    methods: async () => {
      const usable = (await current()).providers;
      return { mailedLink: mailer !== undefined, providers: usable.map(({ id, name }) => ({ id, name })) };
    },
    findBrowserSession: async (headers) => {
      if (!headers.has('cookie')) return undefined;
      const { auth } = await current();
      const found = await auth.api.getSession({ headers });
      if (found === null) return undefined;
      const { user, session } = found;
      const { id: sessionId, createdAt: signedInAt } = session;
      return { sessionId, signedInAt, userId: user.id as UserId, name: user.name, email: user.email };
    },
    signInWithPassword: async (request, input) => {
      const email = input.email.toLowerCase();
      const waitMs = await takePasswordTry(options.db, email, new Date());
      if (waitMs !== undefined) return failed(tooManyFor(waitMs));
      const answer = await call(request, '/sign-in/email', { ...input, email });
      if (answer.ok) await forgetPasswordTries(options.db, email);
      return outcome(answer, 'The address or the password is wrong. Try again or choose another way.');
    },
    mailSignInLink: async (request, { email, next, language }) => {
      if (mailer === undefined) return failed(new Problem('unavailable', 'This server sends no mail.'));
      const answer = await call(request, '/sign-in/magic-link', {
        email: email.toLowerCase(),
        metadata: { next, language },
      });
      return outcome(answer, 'The mail could not be sent. Try again in a moment or use your password.');
    },
    redeemMailedLink: async (request, token) =>
      outcome(
        await call(request, `/magic-link/verify?token=${encodeURIComponent(token)}`),
        'This link was used already or is too old. Ask for a new one.',
      ),
    startProviderSignIn: async (request, { providerId, next }) => {
      const usable = (await current()).providers;
      if (!usable.some((provider) => provider.id === providerId))
        return failed(new Problem('unavailable', 'This way of signing in does not answer now.'));
      const answer = await call(request, '/sign-in/social', {
        provider: providerId,
        callbackURL: next,
        errorCallbackURL: `/sign-in?next=${encodeURIComponent(next)}`,
        requestSignUp: true,
        disableRedirect: true,
      });
      const url = answer.ok ? await readUrl(answer.clone()) : undefined;
      const result = await outcome(answer, 'This way of signing in does not answer now. Try again in a moment.');
      return url === undefined ? result : { ...result, url };
    },
    signOut: async (request) => (await call(request, '/sign-out', {})).headers.getSetCookie(),
    handle: async (request, clientIp) => {
      const { pathname } = new URL(request.url);
      if (!openRoutes.test(pathname)) return new Response('Not found', { status: 404 });
      const headers = new Headers(request.headers);
      headers.set(clientIpHeader, clientIp);
      const { auth } = await current();
      return auth.handler(new Request(request, { headers }));
    },
    addPerson: async (tx, person) => addPerson((await current()).auth, tx, person),
    setPassword: async (tx, userId, password) => setPassword((await current()).auth, tx, userId, password),
  };
}

async function addPerson(auth: Auth, tx: Transaction, person: Parameters<Accounts['addPerson']>[1]): Promise<UserId> {
  const id = createId<UserId>();
  const email = person.email.toLowerCase();
  try {
    await tx.insert(authUser).values({ id, name: person.name, email, emailVerified: person.emailVerified });
  } catch (error) {
    if (errorCode(error) !== '23505') throw error;
    throw new Problem('conflict', 'There is an account for this address already. Sign in with it.', { cause: error });
  }
  await setPassword(auth, tx, id, person.password);
  return id;
}

/** As better-auth's own sign-up writes it: the provider of a password is "credential", its account the user. */
async function setPassword(auth: Auth, tx: Transaction, userId: UserId, text: string): Promise<void> {
  const { password } = await auth.$context;
  const hash = await password.hash(text);
  await tx
    .insert(authAccount)
    .values({ id: createId(), userId, providerId: 'credential', accountId: userId, password: hash })
    .onConflictDoUpdate({
      target: [authAccount.providerId, authAccount.accountId],
      set: { password: hash, updatedAt: new Date() },
    });
}

function tooManyFor(waitMs: number): Problem {
  const minutes = Math.ceil(waitMs / 60_000);
  const message =
    minutes === 1
      ? 'Too many wrong passwords for this address. Wait 1 minute, or sign in another way.'
      : `Too many wrong passwords for this address. Wait ${minutes} minutes, or sign in another way.`;
  return new Problem('too-many', message, { retryAfterMs: waitMs });
}

async function outcome(answer: Response, sentence: string): Promise<SignInOutcome> {
  if (answer.ok) return { ok: true, cookies: answer.headers.getSetCookie() };
  if (answer.status === 429) {
    const seconds = Number(answer.headers.get('x-retry-after') ?? '60');
    const message = `Too many tries. Wait ${seconds} seconds and try again.`;
    return failed(new Problem('too-many', message, { retryAfterMs: seconds * 1000 }));
  }
  if (answer.status >= 500)
    return failed(new Problem('unavailable', 'Signing in failed on our side. Try again in a moment.'));
  return failed(new Problem('not-allowed', sentence));
}

function failed(problem: Problem): { ok: false; problem: Problem } {
  return { ok: false, problem };
}

async function readUrl(answer: Response): Promise<string | undefined> {
  const body: unknown = await answer.json();
  if (typeof body !== 'object' || body === null || !('url' in body)) return undefined;
  return typeof body.url === 'string' ? body.url : undefined;
}

function copyHeader(from: Headers, to: Headers, name: string): void {
  const value = from.get(name);
  if (value !== null) to.set(name, value);
}
