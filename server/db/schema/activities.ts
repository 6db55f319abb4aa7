import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** Something done with a contact, beside the mail. */
export const activity = pgTable(
  'activity',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    type: text('type', { enum: ['TYPE_EMAIL', 'TYPE_NOTE', 'TYPE_CALL', 'TYPE_MEETING'] }).notNull(),
    emailId: uuid('email_id'),
    correspondenceId: uuid('correspondence_id'),
    userId: uuid('user_id').notNull(),
    body: text('body').notNull().default(''),
    version: integer('version').notNull().default(1),
    at: at('at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('activity_email')
      .on(t.teamId, t.emailId)
      .where(sql`email_id is not null`),
  ],
);

/** Whose timeline an activity stands in. */
export const activityContact = pgTable(
  'activity_contact',
  {
    teamId: uuid('team_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    activityId: uuid('activity_id').notNull(),
    at: at('at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.contactId, t.activityId] }),
    index('activity_contact_newest').on(t.teamId, t.contactId, t.at),
  ],
);

/** Two contacts that were made one, and what was so before. */
export const contactMerge = pgTable(
  'contact_merge',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    keptId: uuid('kept_id').notNull(),
    mergedId: uuid('merged_id').notNull(),
    before: jsonb('before').notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    undoneAt: at('undone_at'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] })],
);
