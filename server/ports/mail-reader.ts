import type { MailAccount } from '#shared/contract/mail-account.ts';
import type { MailFeature, MailProviderId } from '#shared/contract/mailbox.ts';
import type { HoldBytes, MailBytes } from './mail-bytes.ts';
import type { MailSender } from './mail-sender.ts';

/**
 * Why a mail provider did not do what it was asked. `limited`: slow down. `expired`: the access token is too old.
 * `signed-out`: no token will work until the owner connects again. `unreachable`: nothing is known, try later.
 * `missing`: there is no such mail. `deferred`: not now, for a reason that the message
 * tells; nothing was done. `cursor-lost`: changes since that cursor are no longer told. `refused`: this one
 * request will never work. `too-large`: nor will this one, as the mail is larger than what is kept.
 */
export type MailTroubleKind =
  | 'limited'
  | 'expired'
  | 'signed-out'
  | 'unreachable'
  | 'deferred'
  | 'missing'
  | 'cursor-lost'
  | 'refused'
  | 'too-large';

/** Thrown by everything that speaks with a mail provider. `message` is a sentence without mail text or tokens. */
export class MailTrouble extends Error {
  override readonly name = 'MailTrouble';
  readonly kind: MailTroubleKind;
  /** How long the provider wants to be left alone; undefined when it said nothing. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: MailTroubleKind, message: string, options: { retryAfterMs?: number | undefined } = {}) {
    super(message);
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
  }
}

export interface MailTokens {
  readonly accessToken: string;
  /** Null when the provider gave none beside an earlier one, which stays good. */
  readonly refreshToken: string | null;
  readonly expiresAt: Date;
  /** As the provider writes them. */
  readonly scopes: readonly string[];
}

/** What a consent gave, with the address that the provider itself says it is for. */
export interface MailGrant {
  readonly tokens: MailTokens;
  readonly address: string;
  /** Who signed in, when they opened another's mailbox; null: it is their own. */
  readonly via: string | null;
  readonly features: readonly MailFeature[];
}

/** What may change about a mail in a mailbox. */
export interface MailState {
  readonly threadId: string | null;
  /** Roles (`inbox`, `sent`, `spam`, `trash`, `draft`) and the provider's own names. */
  readonly labels: readonly string[];
  readonly isRead: boolean;
  /** ISO 8601; null when the provider did not say. */
  readonly receivedAt: string | null;
}

/** A mail that was listed or that something happened to. */
export interface MailTouch {
  readonly id: string;
  readonly threadId: string | null;
  /** How it is now, where the provider says so along the way. */
  readonly state?: MailState;
  /** Known to be deleted for good. */
  readonly isGone?: boolean;
}

export interface MailPage {
  readonly items: readonly MailTouch[];
  /** Undefined at the end. */
  readonly next: string | undefined;
  /** How many there are in all, as the provider guesses. */
  readonly estimate: number | undefined;
}

export interface MailChanges {
  readonly items: readonly MailTouch[];
  /** Where to go on once these are kept. */
  readonly cursor: string;
  readonly hasMore: boolean;
}

export interface RawMail {
  /** RFC 5322, byte for byte as the provider gives it. */
  readonly raw: MailBytes;
  readonly state: MailState;
}

/** What a request takes from the provider's allowance. */
export interface MailCost {
  readonly units: number;
  readonly calls: number;
}

/** What the provider allows for one mailbox: units in any window of `windowMs`, and calls at the same time. */
export interface MailQuota {
  readonly units: number;
  readonly windowMs: number;
  readonly callsAtOnce: number;
  /** What all mailboxes that are read with this app may use together in the same time. */
  readonly pool?: { readonly name: string; readonly units: number };
  readonly costs: Readonly<
    Record<'begin' | 'list' | 'changes' | 'read' | 'state' | 'thread' | 'watch' | 'send', MailCost>
  >;
}

/** One mailbox, read with one access token. Every method throws MailTrouble and nothing else that is expected. */
export interface MailReader {
  /** The address as the provider's own profile has it, in lower case. */
  readAddress(): Promise<string>;
  /** A cursor from which on changes are told. */
  begin(from: Date): Promise<string>;
  /**
   * Mails received since `from`, newest first, without spam and bin; `page` is what the last one gave as `next`.
   * `isUnread`: the unread ones alone, where lists say no more of a mail than its id.
   */
  list(options: { from: Date; page: string | null; size: number; isUnread?: boolean }): Promise<MailPage>;
  changes(cursor: string, size: number): Promise<MailChanges>;
  /** `known`: its state, where it is known already; `hold` takes its bytes in as they come. The caller releases them. */
  read(id: string, known: MailState | undefined, hold: HoldBytes): Promise<RawMail>;
  state(id: string): Promise<MailState>;
  /** The mails of a thread. */
  thread(threadId: string): Promise<readonly MailTouch[]>;
  /** Asks to be told of changes. `secret` comes back with every notification, where the provider has such a thing. */
  watch(options: { url: string; secret: string; earlierId: string | null }): Promise<{ id: string; expiresAt: Date }>;
  unwatch(id: string): Promise<void>;
}

/** A provider on whose own page an account's owner consents. */
export interface ConsentMailProvider extends AnyMailProvider {
  /** The consent page. `login`: the address that is to sign in again. */
  authorizeUrl(options: {
    readonly state: string;
    readonly codeChallenge: string;
    readonly redirectUri: string;
    readonly features: readonly MailFeature[];
    readonly login: string | undefined;
    /** For a mailbox that whoever signs in may open, not for their own. */
    readonly isDelegated: boolean;
  }): string;
  /** @param options `delegated`: the address of a mailbox that the account is to open; it has to prove that it can. */
  exchange(options: {
    readonly code: string;
    readonly codeVerifier: string;
    readonly redirectUri: string;
    readonly delegated: string | null;
  }): Promise<MailGrant>;
}

/** Mail servers to which an account's owner gives log-in name and password. */
export interface LogInMailProvider extends AnyMailProvider {
  /** Logs in for reading and for sending, and makes as sure of the address as that can be. */
  prove(account: MailAccount): Promise<MailGrant>;
}

export type MailProvider = ConsentMailProvider | LogInMailProvider;

interface AnyMailProvider {
  readonly id: MailProviderId;
  /** As people know it. */
  readonly name: string;
  /** Under which kind of id its webmail's page knows a thread; null: it has no page that is known here. */
  readonly threadKind: 'gmail-thread' | 'outlook-conversation' | null;
  readonly quota: MailQuota;
  /** Whether this server can be told of changes. */
  readonly canWatch: boolean;
  /** The longest time between two looks for new mail, in minutes, until the owner says otherwise. */
  readonly checkMinutes: number;
  /** Whether lists say how a mail is; otherwise each has to be asked for. */
  readonly listsStates: boolean;
  /** Whether an account can open other mailboxes that it was given access to. */
  readonly canDelegate: boolean;
  refresh(refreshToken: string): Promise<MailTokens>;
  /** Takes the consent back, where the provider can. */
  revoke(refreshToken: string): Promise<void>;
  /** @param delegated the address of another's mailbox that is opened with this token; null: the account's own. */
  reader(accessToken: string, delegated: string | null): MailReader;
  sender(accessToken: string, delegated: string | null): MailSender;
}

/** A notification from a provider, checked: which mailbox it is about, and what it says. */
export interface MailNotice {
  readonly address?: string;
  readonly watchId?: string;
  readonly secret?: string;
  readonly kind: 'changed' | 'renew' | 'lost';
}

/** Reads what a provider posts. Undefined when it does not come from there. */
export interface MailIntake {
  readonly provider: MailProviderId;
  read(headers: Headers, body: unknown, now: Date): Promise<readonly MailNotice[] | undefined>;
}
