import { bigint, boolean, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { at } from './at.ts';

export const discussion = pgTable(
  'discussion',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    visibility: text('visibility', { enum: ['team', 'private'] })
      .notNull()
      .default('team'),
    startedBy: uuid('started_by').notNull(),
    lastSeq: bigint('last_seq', { mode: 'number' }).notNull().default(0),
    lastMessageAt: at('last_message_at'),
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
    deletedBy: uuid('deleted_by'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('discussion_correspondence').on(t.teamId, t.correspondenceId),
    index('discussion_newest').on(t.teamId, t.lastMessageAt),
    index('discussion_private')
      .on(t.teamId, t.id)
      .where(sql`visibility = 'private'`),
  ],
);

/** A person's own relation to a discussion. `invited` lets them into a private one. */
export const discussionMember = pgTable(
  'discussion_member',
  {
    teamId: uuid('team_id').notNull(),
    discussionId: uuid('discussion_id').notNull(),
    userId: uuid('user_id').notNull(),
    invited: boolean('invited').notNull().default(false),
    following: boolean('following').notNull().default(true),
    muted: boolean('muted').notNull().default(false),
    lastReadSeq: bigint('last_read_seq', { mode: 'number' }).notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.discussionId, t.userId] }),
    index('discussion_member_user').on(t.teamId, t.userId),
  ],
);

/** Exactly one of `authorId` (a teammate) and `guestId` (somebody in the chat) is set. */
export const message = pgTable(
  'message',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    discussionId: uuid('discussion_id').notNull(),
    seq: bigint('seq', { mode: 'number' }).notNull(),
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    authorId: uuid('author_id'),
    guestId: uuid('guest_id'),
    body: text('body').notNull(),
    mentions: uuid('mentions')
      .array()
      .notNull()
      .default(sql`'{}'`),
    origin: text('origin', { enum: ['sidethread', 'chat'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    editedAt: at('edited_at'),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('message_seq').on(t.teamId, t.discussionId, t.seq),
    index('message_words')
      .using('gin', t.teamId, sql`${t.body} gin_trgm_ops`)
      .where(sql`deleted_at is null`),
  ],
);

/** `person` is a teammate's or a guest's id. */
export const reaction = pgTable(
  'reaction',
  {
    teamId: uuid('team_id').notNull(),
    messageId: uuid('message_id').notNull(),
    emoji: text('emoji').notNull(),
    person: uuid('person').notNull(),
    personKind: text('person_kind', { enum: ['teammate', 'guest'] }).notNull(),
    origin: text('origin', { enum: ['sidethread', 'chat'] }).notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.messageId, t.emoji, t.person] })],
);

/** A discussion's mirror in a chat channel's thread. `rootTs` is set once the card is posted. */
export const chatLink = pgTable(
  'chat_link',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    discussionId: uuid('discussion_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    channelId: text('channel_id').notNull(),
    rootTs: text('root_ts'),
    threadUrl: text('thread_url'),
    state: text('state', { enum: ['active', 'ended'] })
      .notNull()
      .default('active'),
    /** The newest chat timestamp up to which the thread is known to be complete here. */
    reconciledTs: text('reconciled_ts'),
    reconcileAt: at('reconcile_at'),
    /** Where reading a long thread goes on. */
    reconcileCursor: text('reconcile_cursor'),
    /** Whom the group message of a private discussion holds; null for a channel. */
    memberKey: text('member_key'),
    /** When the thread was last read from its beginning to its end. */
    reconciledAt: at('reconciled_at'),
    lastActivityAt: at('last_activity_at').notNull().defaultNow(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('chat_link_discussion').on(t.teamId, t.discussionId),
    index('chat_link_thread').on(t.teamId, t.channelId, t.rootTs),
    index('chat_link_reconcile').on(t.reconcileAt),
  ],
);

/** One effect on the chat, in `position` order within its link; the next starts only when the one before is settled. */
export const chatOutbox = pgTable(
  'chat_outbox',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    linkId: uuid('link_id').notNull(),
    position: bigint('position', { mode: 'bigint' }).generatedAlwaysAsIdentity().notNull(),
    kind: text('kind', {
      enum: ['card', 'post', 'edit', 'delete', 'react', 'unreact', 'file', 'mail', 'answer', 'redraw'],
    }).notNull(),
    messageId: uuid('message_id'),
    /** Ids and emoji; the text is read from the message when it is sent. */
    payload: text('payload').notNull().default('{}'),
    state: text('state', { enum: ['pending', 'sending', 'checking', 'delivered', 'unknown', 'failed', 'cancelled'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** Grows with every taking up of the effect and never falls, so that whoever was overtaken can tell. */
    claim: integer('claim').notNull().default(0),
    /** Not before this time: a rate limit, a back-off, or the grace before a look-up. */
    notBefore: at('not_before'),
    /** For people; `errorCode` says what mends it. */
    error: text('error'),
    errorCode: text('error_code'),
    /** Look-ups made after an unclear call. */
    checks: integer('checks').notNull().default(0),
    externalTs: text('external_ts'),
    externalUrl: text('external_url'),
    sentAt: at('sent_at'),
    settledAt: at('settled_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('chat_outbox_order').on(t.teamId, t.linkId, t.position),
    index('chat_outbox_open')
      .on(t.teamId, t.linkId, t.position)
      .where(sql`state in ('pending','sending','checking')`),
    index('chat_outbox_message').on(t.teamId, t.messageId),
    uniqueIndex('chat_outbox_one_sending')
      .on(t.teamId, t.linkId)
      .where(sql`state = 'sending'`),
    index('chat_outbox_due')
      .on(t.notBefore)
      .where(sql`state in ('pending','sending','checking')`),
  ],
);

/**
 * A customer's mail, a file of it, or the team's answer to one, shown over a link, once. `subjectId`: the e-mail's id, the
 * attachment's, or the outgoing mail's where the answer was written here.
 */
export const chatMail = pgTable(
  'chat_mail',
  {
    teamId: uuid('team_id').notNull(),
    linkId: uuid('link_id').notNull(),
    subjectId: uuid('subject_id').notNull(),
    kind: text('kind', { enum: ['mail', 'answer', 'file'] }).notNull(),
    emailId: uuid('email_id'),
    outgoingId: uuid('outgoing_id'),
    /** The outbox row that shows it. */
    effectId: uuid('effect_id').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.linkId, t.subjectId] }),
    index('chat_mail_subject').on(t.teamId, t.subjectId),
  ],
);

/** Which chat message is which of ours. The key makes a repeated event harmless. */
export const chatMessageRef = pgTable(
  'chat_message_ref',
  {
    teamId: uuid('team_id').notNull(),
    channelId: text('channel_id').notNull(),
    ts: text('ts').notNull(),
    linkId: uuid('link_id').notNull(),
    messageId: uuid('message_id'),
    /** The newest edit seen from the chat, so that an older event never overwrites it. */
    editedTs: text('edited_ts'),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.channelId, t.ts] }),
    index('chat_message_ref_message').on(t.teamId, t.messageId),
  ],
);
