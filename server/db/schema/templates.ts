import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** A text that is written once and used often. */
export const template = pgTable(
  'template',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    /** Whose own it is; null: the team's. */
    ownerId: uuid('owner_id'),
    authorId: uuid('author_id').notNull(),
    /** Names from the outside in, with slashes between; empty: in none. */
    folder: text('folder').notNull().default(''),
    name: text('name').notNull(),
    /** As in BCP 47; empty: any. */
    language: text('language').notNull().default(''),
    subject: text('subject').notNull().default(''),
    /** Markdown with variables in it. */
    body: text('body').notNull().default(''),
    uses: integer('uses').notNull().default(0),
    lastUsedAt: at('last_used_at'),
    removedAt: at('removed_at'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), index('template_owner').on(t.teamId, t.ownerId)],
);

/** What goes along when one is used. The bytes are in the file store under the hash. */
export const templateFile = pgTable(
  'template_file',
  {
    teamId: uuid('team_id').notNull(),
    templateId: uuid('template_id').notNull(),
    fileId: uuid('file_id').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    sha256: text('sha256').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.templateId, t.fileId] }), index('template_file_bytes').on(t.sha256)],
);
