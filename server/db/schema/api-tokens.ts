import { index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** A token of the REST API. */
export const apiToken = pgTable(
  'api_token',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    userId: uuid('user_id').notNull(),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    hint: text('hint').notNull(),
    scopes: text('scopes').array().notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    expiresAt: at('expires_at'),
    lastUsedAt: at('last_used_at'),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('api_token_hash').on(t.tokenHash),
    index('api_token_user').on(t.teamId, t.userId),
  ],
);

/** The answer to a write that named itself. */
export const apiAnswer = pgTable(
  'api_answer',
  {
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    key: text('key').notNull(),
    requestHash: text('request_hash').notNull(),
    status: integer('status'),
    body: text('body'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId, t.key] }), index('api_answer_age').on(t.createdAt)],
);

/** Requests of a token in the current minute. */
export const apiSpending = pgTable(
  'api_spending',
  {
    teamId: uuid('team_id').notNull(),
    tokenId: uuid('token_id').notNull(),
    minute: at('minute').notNull(),
    requests: integer('requests').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.tokenId] })],
);
