import { sql } from 'drizzle-orm';
import {
  boolean,
  customType,
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

const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });
const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** An e-mail, once per team. What it says is null until some mailbox shares it. */
export const email = pgTable(
  'email',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    messageId: text('message_id'),
    contentHash: text('content_hash').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    inReplyTo: text('in_reply_to').array().notNull().default([]),
    referenceIds: text('reference_ids').array().notNull().default([]),
    subjectHash: text('subject_hash').notNull(),
    isReply: boolean('is_reply').notNull(),
    senderHash: text('sender_hash').notNull(),
    recipientHashes: text('recipient_hashes').array().notNull().default([]),
    direction: text('direction', { enum: ['in', 'out'] }).notNull(),
    userId: uuid('user_id').notNull(),
    sentAt: at('sent_at').notNull(),
    receivedAt: at('received_at').notNull(),
    isConfidential: boolean('is_confidential').notNull().default(false),
    isShared: boolean('is_shared').notNull().default(false),
    subject: text('subject'),
    preview: text('preview'),
    attachmentCount: integer('attachment_count').notNull().default(0),
    rawSha256: text('raw_sha256'),
    rawSize: integer('raw_size'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('email_identity').on(t.teamId, t.messageId, t.contentHash),
    index('email_correspondence').on(t.teamId, t.correspondenceId, t.sentAt),
    index('email_subject').on(t.teamId, t.subjectHash, t.sentAt),
    index('email_sender').on(t.teamId, t.senderHash),
    index('email_raw')
      .on(t.rawSha256)
      .where(sql`raw_sha256 is not null`),
    index('email_newest')
      .on(t.teamId, t.sentAt, t.id)
      .where(sql`"is_shared"`),
  ],
);

/** The ids by which a mail is found as a neighbour: its own and those that it refers to. */
export const emailReference = pgTable(
  'email_reference',
  {
    teamId: uuid('team_id').notNull(),
    reference: text('reference').notNull(),
    emailId: uuid('email_id').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.reference, t.emailId] }),
    index('email_reference_email').on(t.teamId, t.emailId),
  ],
);

/** What a shared mail says; `words` is what search looks in. */
export const emailBody = pgTable(
  'email_body',
  {
    teamId: uuid('team_id').notNull(),
    emailId: uuid('email_id').notNull(),
    text: text('text').notNull(),
    /** Of mails from before `packedHtml`. */
    html: text('html'),
    /** The markup as `packText` gives it. */
    packedHtml: bytea('packed_html'),
    visibleText: text('visible_text').notNull(),
    fragments: jsonb('fragments').notNull().default([]),
    /** The mail says more than what is kept here. */
    isCut: boolean('is_cut').notNull().default(false),
    words: tsvector('words').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.emailId] }), index('email_body_words').using('gin', t.words)],
);

/** Who sent and got a mail; address and name are null while it is private. */
export const emailPerson = pgTable(
  'email_person',
  {
    teamId: uuid('team_id').notNull(),
    emailId: uuid('email_id').notNull(),
    role: text('role', { enum: ['from', 'to', 'cc', 'bcc', 'reply-to'] }).notNull(),
    position: integer('position').notNull(),
    addressHash: text('address_hash').notNull(),
    domainHashes: text('domain_hashes').array().notNull().default([]),
    isFreeMail: boolean('is_free_mail').notNull().default(false),
    address: text('address'),
    name: text('name'),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.emailId, t.role, t.position] }),
    index('email_person_address').on(t.teamId, t.addressHash, t.at),
  ],
);

/** A file of a shared mail; its bytes are in the file store under the hash. */
export const emailAttachment = pgTable(
  'email_attachment',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    emailId: uuid('email_id').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
    contentId: text('content_id'),
    isInline: boolean('is_inline').notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('email_attachment_email').on(t.teamId, t.emailId, t.position),
    index('email_attachment_bytes').on(t.sha256),
  ],
);

/** How far a team's mails were read again from their sources. */
export const mailReparse = pgTable('mail_reparse', {
  teamId: uuid('team_id').primaryKey(),
  afterEmailId: uuid('after_email_id'),
  readCount: integer('read_count').notNull().default(0),
  changedCount: integer('changed_count').notNull().default(0),
  failedIds: uuid('failed_ids').array().notNull().default([]),
  startedAt: at('started_at').notNull().defaultNow(),
});
