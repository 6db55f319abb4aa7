import { sql } from 'drizzle-orm';
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** A tag on a correspondence; one that was merged keeps its own. */
export const correspondenceTag = pgTable(
  'correspondence_tag',
  {
    teamId: uuid('team_id').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    tag: text('tag').notNull(),
    addedBy: uuid('added_by'),
    addedAt: at('added_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.correspondenceId, t.tag] }),
    index('correspondence_tag_tag').on(t.teamId, t.tag),
  ],
);

/** Who has to do with a correspondence, since when, and whether it is unread for them. */
export const correspondenceUser = pgTable(
  'correspondence_user',
  {
    teamId: uuid('team_id').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    userId: uuid('user_id').notNull(),
    isUnread: boolean('is_unread').notNull().default(false),
    readAt: at('read_at'),
    since: at('since').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.correspondenceId, t.userId] }),
    index('correspondence_user_user').on(t.teamId, t.userId, t.isUnread),
  ],
);

/** What was done with a correspondence. */
export const correspondenceEvent = pgTable(
  'correspondence_event',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    correspondenceId: uuid('correspondence_id').notNull(),
    kind: text('kind').notNull(),
    actorId: uuid('actor_id'),
    detail: jsonb('detail').notNull().default({}),
    at: at('at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('correspondence_event_newest').on(t.teamId, t.correspondenceId, t.at),
  ],
);

/** In whose timeline an event stands. */
export const correspondenceEventPerson = pgTable(
  'correspondence_event_person',
  {
    teamId: uuid('team_id').notNull(),
    addressHash: text('address_hash').notNull(),
    at: at('at').notNull(),
    eventId: uuid('event_id').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.addressHash, t.at, t.eventId] })],
);

/** A person’s word on what belongs together: `join` or `cut`. */
export const threadWord = pgTable(
  'thread_word',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    kind: text('kind', { enum: ['join', 'cut'] }).notNull(),
    emailIds: uuid('email_ids').array().notNull(),
    correspondenceIds: uuid('correspondence_ids').array().notNull(),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    /** Of a merge: how both stood before, and the one after. */
    standing: jsonb('standing'),
    undoneAt: at('undone_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('thread_word_emails')
      .using('gin', t.emailIds)
      .where(sql`undone_at is null`),
  ],
);
