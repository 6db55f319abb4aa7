import { z } from 'zod';
import { MailboxId, UserId } from './ids.ts';

/** Who asks an account's owner on a page of their own. Exchange Online is read through Microsoft 365 too: one id for both. */
export const ConsentProviderId = z.enum(['gmail', 'outlook']);
export type ConsentProviderId = z.infer<typeof ConsentProviderId>;

/** `imap`: any other account, by IMAP and SMTP. */
export const MailProviderId = z.enum([...ConsentProviderId.options, 'imap']);
export type MailProviderId = z.infer<typeof MailProviderId>;

/** What a mailbox may be used for; more is asked for when it is first needed. */
export const MailFeature = z.enum(['read', 'send']);
export type MailFeature = z.infer<typeof MailFeature>;

export const MailboxSettings = z.object({
  /** The longest time between two looks for new mail, in minutes. */
  syncIntervalMinutes: z
    .int()
    .min(1)
    .max(24 * 60),
  /** How many mails are fetched and stored as one batch. */
  maxBatchSize: z.int().min(1).max(500),
  /** Whether its owner is told on their desktop when it has to be connected again. */
  notificationEnabled: z.boolean(),
  loggingLevel: z.enum(['debug', 'info', 'warn', 'error']),
});
export type MailboxSettings = z.infer<typeof MailboxSettings>;

export const MailboxSync = z.object({
  /** `first`: its first sync. `refilling`: the provider forgot where we were, what is missing is looked for. */
  phase: z.enum(['first', 'following', 'refilling']),
  /** Mails that are known of in the chosen time, stored or not. */
  known: z.int(),
  stored: z.int(),
  waiting: z.int(),
  /** Those that could not be read after several tries. */
  failed: z.int(),
  /** How many there may be in all, while that is not known. */
  estimate: z.int().nullable(),
  remainingMs: z.int().nullable(),
});

/** Somebody beside a mailbox. */
export const MailboxPerson = z.object({ id: UserId, name: z.string() });
export type MailboxPerson = z.infer<typeof MailboxPerson>;

/** A connected account, as its owner and its users see it. */
export const Mailbox = z.object({
  id: MailboxId,
  provider: MailProviderId,
  address: z.string(),
  /** The account through which it is opened, where that is not its own. */
  via: z.string().nullable().default(null),
  /** Who connected it: decides what is shared, who uses it, and its end. */
  owner: MailboxPerson,
  /** Teammates who see its mail as the owner does, and may act with it. */
  users: z.array(MailboxPerson),
  /** Teammates who proved that the address is theirs too, and ask to become users. */
  requests: z.array(MailboxPerson),
  /** `reconnect`: nothing is read until its owner connects it again. */
  state: z.enum(['connected', 'reconnect']),
  /** What is wrong and what to do, as a sentence. */
  problem: z.string().nullable(),
  isPaused: z.boolean(),
  features: z.array(MailFeature),
  /** It was handed over, and its new owner has not said yet what of its new mail the team sees. */
  awaitsSharing: z.boolean().default(false),
  sync: MailboxSync,
  /** Whether the provider tells us of changes; otherwise we ask every so often. */
  isPushed: z.boolean(),
  windowFrom: z.iso.datetime(),
  connectedAt: z.iso.datetime(),
  /** When the provider last told us anything. */
  lastEventAt: z.iso.datetime().nullable(),
  /** Everything until then is stored, parked or shown as failed. */
  lastSyncedAt: z.iso.datetime().nullable(),
  settings: MailboxSettings,
});
export type Mailbox = z.infer<typeof Mailbox>;

export const longestSignature = 2000;

/** What one signs with in mails from a mailbox, as Markdown; empty: nothing. */
export const MailboxSignature = z.object({ mailboxId: MailboxId, body: z.string().max(longestSignature) });
export type MailboxSignature = z.infer<typeof MailboxSignature>;

/** A mail that could not be read, without anything of what it says. */
export const FailedMail = z.object({
  id: z.string(),
  attempts: z.int(),
  reason: z.string(),
  failedAt: z.iso.datetime(),
});
export type FailedMail = z.infer<typeof FailedMail>;

/** A mailbox that the asker tried to connect and a teammate has already. `isAsked`: its owner was asked to let them in. */
export const TakenMailbox = z.object({
  mailboxId: MailboxId,
  address: z.string(),
  owner: MailboxPerson,
  isAsked: z.boolean(),
});
export type TakenMailbox = z.infer<typeof TakenMailbox>;
