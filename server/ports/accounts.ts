import type { Transaction } from '#server/db/client.ts';
import type { UserId } from '#shared/contract/ids.ts';
import type { Language } from '#shared/contract/language.ts';
import type { Problem } from '#server/kernel/problem.ts';

/** Who is signed in in a browser, by its cookie. */
export interface BrowserSession {
  readonly sessionId: string;
  readonly userId: UserId;
  readonly name: string;
  readonly email: string;
  readonly signedInAt: Date;
}

/** How one may sign in on this server, besides e-mail and password. */
export interface SignInMethods {
  readonly mailedLink: boolean;
  readonly providers: readonly { readonly id: string; readonly name: string }[];
}

/** Cookies (Set-Cookie lines) to send along with the answer, or why it did not work. */
export type SignInOutcome =
  | { readonly ok: true; readonly cookies: readonly string[] }
  | { readonly ok: false; readonly problem: Problem };

/** What a browser sends along: its headers, and its address as we know it (not as a client may claim). */
export interface BrowserRequest {
  readonly headers: Headers;
  readonly clientIp: string;
}

/** People's accounts and how they sign in. Paths given as `next` are on this server and start with a slash. */
export interface Accounts {
  methods(): Promise<SignInMethods>;
  findBrowserSession(headers: Headers): Promise<BrowserSession | undefined>;
  signInWithPassword(request: BrowserRequest, input: { email: string; password: string }): Promise<SignInOutcome>;
  /** Mails a link to `/sign-in/mailed/<token>` to people who have an account; says nothing about who has one. */
  mailSignInLink(
    request: BrowserRequest,
    input: { email: string; next: string; language: Language },
  ): Promise<SignInOutcome>;
  /** Signs in with a mailed link's token, which works once. */
  redeemMailedLink(request: BrowserRequest, token: string): Promise<SignInOutcome>;
  /** The provider's page to go to. Who has no account gets one there only with an invitation for their address. */
  startProviderSignIn(
    request: BrowserRequest,
    input: { providerId: string; next: string },
  ): Promise<SignInOutcome & { readonly url?: string }>;
  signOut(request: BrowserRequest): Promise<readonly string[]>;
  /** Answers where providers come back to; anything else is a 404. */
  handle(request: Request, clientIp: string): Promise<Response>;
  /** Adds a person with a password. Problem 'conflict' when the address is taken. */
  addPerson(
    tx: Transaction,
    person: { name: string; email: string; password: string; emailVerified: boolean },
  ): Promise<UserId>;
  /** Gives a person a password, or another one. */
  setPassword(tx: Transaction, userId: UserId, password: string): Promise<void>;
}
