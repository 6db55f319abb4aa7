import { index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { at } from './at.ts';

export const company = pgTable(
  'company',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    domain: text('domain').notNull(),
    domainHash: text('domain_hash').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), uniqueIndex('company_domain').on(t.teamId, t.domainHash)],
);

export const contact = pgTable(
  'contact',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    name: text('name').notNull(),
    companyId: uuid('company_id'),
    ownerId: uuid('owner_id'),
    status: text('status', { enum: ['new', 'lead', 'customer', 'partner', 'former'] })
      .notNull()
      .default('new'),
    fields: jsonb('fields').$type<Record<string, string>>().notNull().default({}),
    version: integer('version').notNull().default(1),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
    deletedAt: at('deleted_at'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] })],
);

export const contactAddress = pgTable(
  'contact_address',
  {
    teamId: uuid('team_id').notNull(),
    contactId: uuid('contact_id').notNull(),
    address: text('address').notNull(),
    addressHash: text('address_hash').notNull(),
    matchAddress: text('match_address').notNull(),
    deletedAt: at('deleted_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.contactId, t.addressHash] }),
    uniqueIndex('contact_address_hash')
      .on(t.teamId, t.addressHash)
      .where(sql`deleted_at is null`),
    index('contact_address_match')
      .on(t.teamId, t.matchAddress)
      .where(sql`deleted_at is null`),
    index('contact_address_address')
      .on(t.teamId, t.address)
      .where(sql`deleted_at is null`),
  ],
);

/** What happened with a contact, newest shown on its card. `summary` holds no mail text. */
export const contactActivity = pgTable(
  'contact_activity',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    contactId: uuid('contact_id').notNull(),
    discussionId: uuid('discussion_id'),
    kind: text('kind', { enum: ['saved', 'edited', 'discussion-started', 'message'] }).notNull(),
    actorId: uuid('actor_id'),
    actorName: text('actor_name').notNull(),
    summary: text('summary').notNull(),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('contact_activity_newest').on(t.teamId, t.contactId, t.at),
    uniqueIndex('contact_activity_message')
      .on(t.teamId, t.contactId, t.discussionId)
      .where(sql`kind = 'message'`),
  ],
);
