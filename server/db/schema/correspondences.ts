import { sql } from 'drizzle-orm';
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

export const correspondence = pgTable(
  'correspondence',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    subject: text('subject').notNull(),
    senderName: text('sender_name').notNull(),
    senderAddress: text('sender_address').notNull(),
    participants: jsonb('participants').$type<{ name: string; address: string }[]>().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    state: text('state', { enum: ['open', 'waiting', 'closed'] })
      .notNull()
      .default('open'),
    stateChangedAt: at('state_changed_at'),
    assigneeId: uuid('assignee_id'),
    caseId: text('case_id'),
    /** The correspondence that this one became one with. */
    mergedInto: uuid('merged_into'),
    /** Of shared mails only, like what follows. */
    emailCount: integer('email_count').notNull().default(0),
    attachmentCount: integer('attachment_count').notNull().default(0),
    lastEmailId: uuid('last_email_id'),
    lastEmailAt: at('last_email_at'),
    version: bigint('version', { mode: 'number' }).notNull().default(1),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('correspondence_newest')
      .on(t.teamId, t.lastEmailAt, t.id)
      .where(sql`email_count > 0 and merged_into is null`),
    index('correspondence_merged')
      .on(t.teamId, t.mergedInto)
      .where(sql`merged_into is not null`),
    index('correspondence_case')
      .on(t.teamId, t.caseId)
      .where(sql`case_id is not null`),
    index('correspondence_words').using(
      'gin',
      t.teamId,
      sql`(${t.subject} || ' ' || ${t.senderName} || ' ' || ${t.senderAddress} || ' ' || ${t.participants}::text) gin_trgm_ops`,
    ),
  ],
);

/**
 * One person's word that a thread of a webmail account belongs to a correspondence. The same account and thread
 * may be claimed for several correspondences (a private one must stay invisible to others), so a reader takes the
 * first that it may see.
 */
export const claim = pgTable(
  'claim',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    userId: uuid('user_id').notNull(),
    webmail: text('webmail', { enum: ['gmail', 'outlook'] }).notNull(),
    accountHash: text('account_hash').notNull(),
    accountAddress: text('account_address').notNull(),
    threadKind: text('thread_kind').notNull(),
    threadId: text('thread_id').notNull(),
    threadHash: text('thread_hash').notNull(),
    url: text('url').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('claim_thread').on(t.teamId, t.accountHash, t.threadHash, t.correspondenceId, t.userId),
    index('claim_correspondence').on(t.teamId, t.correspondenceId),
  ],
);

/** Hash of subject, participants and minute of a message in a claimed thread: what a second mailbox also has. */
export const claimFingerprint = pgTable(
  'claim_fingerprint',
  {
    teamId: uuid('team_id').notNull(),
    fingerprint: text('fingerprint').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.fingerprint, t.correspondenceId] })],
);

/** A person's "not the same" answer to an offer, so that it is asked once. */
export const joinRefusal = pgTable(
  'join_refusal',
  {
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    discussionId: uuid('discussion_id').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId, t.discussionId] })],
);
