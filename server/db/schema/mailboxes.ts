import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** A connected mail account and how far its mail was read. */
export const mailbox = pgTable(
  'mailbox',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    provider: text('provider', { enum: ['gmail', 'outlook', 'imap'] }).notNull(),
    /** As the provider's own profile has it, in lower case. */
    address: text('address').notNull(),
    /** The account through which it is opened; null: it signed in itself. */
    via: text('via'),
    /** `disconnected`: waits only for its consent to be taken back. */
    state: text('state', { enum: ['connected', 'reconnect', 'disconnected'] })
      .notNull()
      .default('connected'),
    problem: text('problem'),
    isPaused: boolean('is_paused').notNull().default(false),
    features: text('features').array().notNull().default([]),
    sealedTokens: text('sealed_tokens').notNull(),
    tokenExpiresAt: at('token_expires_at').notNull(),
    /** Mail received before is not read. */
    windowFrom: at('window_from').notNull(),
    /** From where changes are read; null until the provider gave one. */
    cursor: text('cursor'),
    /** Whether the mails of the window are being listed, and what for; `unread`: those alone, after a gap was refilled. */
    listing: text('listing', { enum: ['none', 'first', 'gap', 'unread'] })
      .notNull()
      .default('first'),
    listPage: text('list_page'),
    /** Counts the listings, so that what was not listed this time is found. */
    listRound: integer('list_round').notNull().default(1),
    listStartedAt: at('list_started_at'),
    listCount: integer('list_count').notNull().default(0),
    estimate: integer('estimate'),
    /** When changes are next asked for. */
    checkAt: at('check_at').notNull().defaultNow(),
    /** The provider asked to be left alone until then. */
    heldUntil: at('held_until'),
    /** Requests that failed in a row. */
    troubleCount: integer('trouble_count').notNull().default(0),
    lastEventAt: at('last_event_at'),
    lastSyncedAt: at('last_synced_at'),
    firstSyncedAt: at('first_synced_at'),
    watchId: text('watch_id'),
    watchSecretHash: text('watch_secret_hash'),
    watchExpiresAt: at('watch_expires_at'),
    /** When the watch is next renewed or tried again. */
    watchAt: at('watch_at').notNull().defaultNow(),
    syncIntervalMinutes: integer('sync_interval_minutes').notNull().default(15),
    maxBatchSize: integer('max_batch_size').notNull().default(50),
    notificationEnabled: boolean('notification_enabled').notNull().default(true),
    loggingLevel: text('logging_level', { enum: ['debug', 'info', 'warn', 'error'] })
      .notNull()
      .default('info'),
    /** Other addresses that it may write from, and when the provider said so. */
    aliases: jsonb('aliases').$type<readonly { name: string; address: string }[]>().notNull().default([]),
    aliasesAt: at('aliases_at'),
    /** When its owner was last told of progress. */
    toldAt: at('told_at'),
    connectedAt: at('connected_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('mailbox_of_team')
      .on(t.teamId, t.provider, t.address)
      .where(sql`state <> 'disconnected'`),
    index('mailbox_by_address').on(t.provider, t.address),
    index('mailbox_by_watch').on(t.watchId),
  ],
);

/** One mail of a mailbox. `stale`: stored, and something happened to it since. */
export const mailboxItem = pgTable(
  'mailbox_item',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    providerId: text('provider_id').notNull(),
    threadId: text('thread_id'),
    state: text('state', { enum: ['waiting', 'stale', 'stored', 'skipped', 'gone', 'failed'] })
      .notNull()
      .default('waiting'),
    /** Labels and flags as last listed, where the provider lists them. */
    known: jsonb('known'),
    isUrgent: boolean('is_urgent').notNull().default(false),
    /** Newer mails have a greater one. */
    place: bigint('place', { mode: 'number' }).notNull(),
    /** Counts what happened to it, so that a result that came too late is known as such. */
    touched: integer('touched').notNull().default(1),
    round: integer('round').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    notBefore: at('not_before'),
    error: text('error'),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.providerId] }),
    index('mailbox_item_due')
      .on(t.teamId, t.mailboxId, t.isUrgent.desc(), t.place.desc())
      .where(sql`state in ('waiting', 'stale')`),
    index('mailbox_item_state').on(t.teamId, t.mailboxId, t.state),
    index('mailbox_item_thread').on(t.teamId, t.mailboxId, t.threadId),
  ],
);

/** What was asked of a provider for a mailbox in the last minutes. Unlogged: it may vanish with a crash. */
export const mailboxSpending = pgTable(
  'mailbox_spending',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    id: uuid('id').notNull(),
    units: integer('units').notNull(),
    calls: integer('calls').notNull(),
    /** Made outside the mailbox's one sync job. */
    isApart: boolean('is_apart').notNull().default(false),
    startedAt: at('started_at').notNull(),
    /** Null while it is under way. */
    endedAt: at('ended_at'),
    /** What it was taken from together with every other mailbox of the provider. */
    pool: text('pool'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.id] }),
    index('mailbox_spending_pool')
      .on(t.pool, t.endedAt)
      .where(sql`pool is not null`),
  ],
);

/** A consent under way. It ends either in the extension at `redirectUri`, or in the browser that has the cookie. */
export const mailboxAuthorization = pgTable(
  'mailbox_authorization',
  {
    teamId: uuid('team_id').notNull(),
    stateHash: text('state_hash').notNull(),
    userId: uuid('user_id').notNull(),
    provider: text('provider', { enum: ['gmail', 'outlook'] }).notNull(),
    features: text('features').array().notNull(),
    /** The mailbox that is connected again. */
    mailboxId: uuid('mailbox_id'),
    /** A mailbox that whoever signs in may open, to be connected instead of their own. */
    delegatedAddress: text('delegated_address'),
    sealedVerifier: text('sealed_verifier').notNull(),
    redirectUri: text('redirect_uri'),
    browserHash: text('browser_hash'),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.stateHash] })],
);

/** A mailbox that its owner has to connect again, until they did. `deviceId`: the device that shows it on its desktop. */
export const mailboxAlarm = pgTable(
  'mailbox_alarm',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    userId: uuid('user_id').notNull(),
    beganAt: at('began_at').notNull().defaultNow(),
    endedAt: at('ended_at'),
    deviceId: text('device_id'),
    claimedAt: at('claimed_at'),
    shownAt: at('shown_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('mailbox_alarm_open')
      .on(t.teamId, t.mailboxId)
      .where(sql`ended_at is null`),
    index('mailbox_alarm_person')
      .on(t.teamId, t.userId)
      .where(sql`ended_at is null`),
  ],
);

/** A teammate who uses a mailbox beside its owner: sees its mail as the owner does, and may act with it. */
export const mailboxUser = pgTable(
  'mailbox_user',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    userId: uuid('user_id').notNull(),
    addedBy: uuid('added_by').notNull(),
    addedAt: at('added_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.userId] }),
    index('mailbox_user_person').on(t.teamId, t.userId),
  ],
);

/** Somebody proved to the provider that a teammate's mailbox is theirs too. `askedAt`: they asked its owner to let them in. */
export const mailboxRequest = pgTable(
  'mailbox_request',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    userId: uuid('user_id').notNull(),
    provedAt: at('proved_at').notNull().defaultNow(),
    askedAt: at('asked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.userId] }),
    index('mailbox_request_person').on(t.teamId, t.userId),
  ],
);

/** What somebody signs with in mails from a mailbox, as Markdown. */
export const mailboxSignature = pgTable(
  'mailbox_signature',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    userId: uuid('user_id').notNull(),
    body: text('body').notNull(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.mailboxId, t.userId] })],
);
