import { sql } from 'drizzle-orm';
import { boolean, index, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** A mail in one mailbox. `wantedAt`: its content is to be fetched from the provider. */
export const emailCopy = pgTable(
  'email_copy',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    providerMessageId: text('provider_message_id').notNull(),
    providerThreadId: text('provider_thread_id'),
    emailId: uuid('email_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    labels: text('labels').array().notNull().default([]),
    isRead: boolean('is_read').notNull().default(false),
    receivedAt: at('received_at').notNull(),
    isShared: boolean('is_shared').notNull().default(false),
    sharedBecause: text('shared_because'),
    sharedBy: uuid('shared_by'),
    sharedAt: at('shared_at'),
    wantedAt: at('wanted_at'),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.providerMessageId] }),
    index('email_copy_email').on(t.teamId, t.emailId),
    index('email_copy_thread').on(t.teamId, t.mailboxId, t.providerThreadId),
    index('email_copy_wanted')
      .on(t.teamId, t.mailboxId, t.wantedAt)
      .where(sql`wanted_at is not null`),
  ],
);

/** A thread as a mailbox proved it, under the hashes that opening it sends. */
export const mailThread = pgTable(
  'mail_thread',
  {
    teamId: uuid('team_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    providerThreadId: text('provider_thread_id').notNull(),
    ownerId: uuid('owner_id').notNull(),
    accountHash: text('account_hash').notNull(),
    threadHash: text('thread_hash').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.mailboxId, t.providerThreadId] }),
    index('mail_thread_hash').on(t.teamId, t.accountHash, t.threadHash),
    index('mail_thread_correspondence').on(t.teamId, t.correspondenceId),
  ],
);

/** Addresses that write for the team. */
export const teamAddress = pgTable(
  'team_address',
  {
    teamId: uuid('team_id').notNull(),
    addressHash: text('address_hash').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    userId: uuid('user_id').notNull(),
    address: text('address').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.addressHash, t.mailboxId] })],
);

/** What a mailbox’s owner said about sharing it. */
export const sharingRule = pgTable(
  'sharing_rule',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    kind: text('kind', { enum: ['contacts', 'address', 'domain', 'thread', 'all'] }).notNull(),
    value: text('value').notNull().default(''),
    isNever: boolean('is_never').notNull().default(false),
    includesFreeMail: boolean('includes_free_mail').notNull().default(false),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** The team rule that its owner accepted with it. */
    teamRuleId: uuid('team_rule_id'),
    /** Was a former owner's; it shares nothing before the present one confirmed it. */
    isSuggested: boolean('is_suggested').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    unique('sharing_rule_value').on(t.teamId, t.mailboxId, t.kind, t.value, t.isNever, t.teamRuleId).nullsNotDistinct(),
  ],
);

/** A sharing rule that an admin proposes for everybody’s mailboxes. */
export const teamRule = pgTable(
  'team_rule',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['contacts', 'address', 'domain', 'all'] }).notNull(),
    value: text('value').notNull().default(''),
    includesFreeMail: boolean('includes_free_mail').notNull().default(false),
    proposedBy: uuid('proposed_by').notNull(),
    proposedAt: at('proposed_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), unique('team_rule_value').on(t.teamId, t.kind, t.value)],
);

/** What a mailbox’s owner said to a team rule. */
export const teamRuleAnswer = pgTable(
  'team_rule_answer',
  {
    teamId: uuid('team_id').notNull(),
    ruleId: uuid('rule_id').notNull(),
    mailboxId: uuid('mailbox_id').notNull(),
    isAccepted: boolean('is_accepted').notNull(),
    answeredBy: uuid('answered_by').notNull(),
    answeredAt: at('answered_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.ruleId, t.mailboxId] })],
);
