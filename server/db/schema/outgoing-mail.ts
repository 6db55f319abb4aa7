import { sql } from 'drizzle-orm';
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

interface Recipient {
  readonly name: string;
  readonly address: string;
}

/** A mail to customers, from the first word to what became of it. */
export const outgoingMail = pgTable(
  'outgoing_mail',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    correspondenceId: uuid('correspondence_id'),
    answersEmailId: uuid('answers_email_id'),
    kind: text('kind', { enum: ['reply', 'reply-all', 'forward', 'new'] }).notNull(),
    mailboxId: uuid('mailbox_id'),
    /** Another address of that mailbox; null: its own. */
    fromAddress: text('from_address'),
    authorId: uuid('author_id').notNull(),
    /** Who has it in hand; the one who sends it. */
    editorId: uuid('editor_id').notNull(),
    /** The team sees it, since it sees what it answers. */
    isShared: boolean('is_shared').notNull().default(false),
    to: jsonb('to').$type<readonly Recipient[]>().notNull().default([]),
    cc: jsonb('cc').$type<readonly Recipient[]>().notNull().default([]),
    bcc: jsonb('bcc').$type<readonly Recipient[]>().notNull().default([]),
    subject: text('subject').notNull().default(''),
    /** Markdown, as it was written; plain text beside `html`. */
    body: text('body').notNull().default(''),
    html: text('html'),
    withQuote: boolean('with_quote').notNull().default(true),
    state: text('state', { enum: ['draft', 'queued', 'sent', 'failed', 'unknown'] })
      .notNull()
      .default('draft'),
    /** Of a queued one. `sending`: a call is or was under way. `checking`: its answer was lost. */
    step: text('step', { enum: ['waiting', 'sending', 'checking'] })
      .notNull()
      .default('waiting'),
    problem: text('problem'),
    /** Without angle brackets; made when it is queued, corrected when the provider gave another. */
    messageId: text('message_id'),
    providerDraftId: text('provider_draft_id'),
    providerMessageId: text('provider_message_id'),
    /** When a queued one may next be taken up. */
    dueAt: at('due_at'),
    /** Counts who took it up: whoever has an older count has been overtaken. */
    claim: integer('claim').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    checks: integer('checks').notNull().default(0),
    firstCalledAt: at('first_called_at'),
    checkingSince: at('checking_since'),
    repeats: integer().notNull().default(0),
    queuedAt: at('queued_at'),
    /** When its writer wants it to go out; null: at once. */
    sendAt: at('send_at'),
    sentAt: at('sent_at'),
    /** When it was reported back as not delivered; it is `failed` then. */
    bouncedAt: at('bounced_at'),
    discardedAt: at('discarded_at'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('outgoing_mail_correspondence').on(t.teamId, t.correspondenceId, t.createdAt),
    index('outgoing_mail_due')
      .on(t.teamId, t.mailboxId, t.dueAt)
      .where(sql`"state" = 'queued'`),
    index('outgoing_mail_message')
      .on(t.teamId, t.messageId)
      .where(sql`"message_id" is not null`),
    index('outgoing_mail_recipients').using('gin', sql`("to" || "cc" || "bcc") jsonb_path_ops`),
  ],
);

/** What goes with it. The bytes are in the file store under the hash. */
export const outgoingMailFile = pgTable(
  'outgoing_mail_file',
  {
    teamId: uuid('team_id').notNull(),
    outgoingId: uuid('outgoing_id').notNull(),
    fileId: uuid('file_id').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.outgoingId, t.fileId] }), index('outgoing_mail_file_bytes').on(t.sha256)],
);

/** A record that it belongs to beside its correspondence. */
export const outgoingMailLink = pgTable(
  'outgoing_mail_link',
  {
    teamId: uuid('team_id').notNull(),
    outgoingId: uuid('outgoing_id').notNull(),
    kind: text('kind', { enum: ['contact', 'company', 'correspondence', 'case', 'task'] }).notNull(),
    recordId: text('record_id').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.outgoingId, t.kind, t.recordId] }),
    index('outgoing_mail_link_record').on(t.teamId, t.kind, t.recordId),
  ],
);

/** What a report that came to its mailbox says of it (RFC 3464). */
export const outgoingMailReport = pgTable(
  'outgoing_mail_report',
  {
    teamId: uuid('team_id').notNull(),
    outgoingId: uuid('outgoing_id').notNull(),
    emailId: uuid('email_id').notNull(),
    failures: jsonb('failures').$type<readonly { address: string; answer: string }[]>().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.outgoingId, t.emailId] })],
);

/** Every change of its state. */
export const outgoingMailChange = pgTable(
  'outgoing_mail_change',
  {
    teamId: uuid('team_id').notNull(),
    outgoingId: uuid('outgoing_id').notNull(),
    id: uuid('id').notNull(),
    at: at('at').notNull().defaultNow(),
    fromState: text('from_state'),
    toState: text('to_state').notNull(),
    /** Null: the server itself. */
    actorId: uuid('actor_id'),
    problem: text('problem'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.outgoingId, t.id] })],
);
