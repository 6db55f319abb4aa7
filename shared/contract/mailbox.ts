import { z } from 'zod';
import { MailboxId } from './ids.ts';

/** Exchange Online is read through Microsoft 365 too, hence one id for both. */
export const MailProviderId = z.enum(['gmail', 'outlook']);
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

/** A connected account, as its owner sees it. */
export const Mailbox = z.object({
  id: MailboxId,
  provider: MailProviderId,
  address: z.string(),
  /** `reconnect`: nothing is read until its owner connects it again. */
  state: z.enum(['connected', 'reconnect']),
  /** What is wrong and what to do, as a sentence. */
  problem: z.string().nullable(),
  isPaused: z.boolean(),
  features: z.array(MailFeature),
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

/** A mail that could not be read, without anything of what it says. */
export const FailedMail = z.object({
  id: z.string(),
  attempts: z.int(),
  reason: z.string(),
  failedAt: z.iso.datetime(),
});
export type FailedMail = z.infer<typeof FailedMail>;
