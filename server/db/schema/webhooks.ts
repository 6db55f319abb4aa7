import { index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** An address that a team is told at. */
export const webhook = pgTable(
  'webhook',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    url: text('url').notNull(),
    sealedSecret: text('sealed_secret').notNull(),
    /** Signs too until `oldSecretUntil`. */
    sealedOldSecret: text('sealed_old_secret'),
    oldSecretUntil: at('old_secret_until'),
    createdBy: uuid('created_by').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    disabledAt: at('disabled_at'),
    /** Null: somebody switched it off. */
    disabledBecause: text('disabled_because'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] })],
);

/** One telling of one event. */
export const webhookDelivery = pgTable(
  'webhook_delivery',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    webhookId: uuid('webhook_id').notNull(),
    type: text('type').notNull(),
    /** The exact bytes that are signed and sent. */
    body: text('body').notNull(),
    state: text('state', { enum: ['pending', 'delivered', 'failed'] })
      .notNull()
      .default('pending'),
    attempts: integer('attempts').notNull().default(0),
    answerStatus: integer('answer_status'),
    problem: text('problem'),
    createdAt: at('created_at').notNull().defaultNow(),
    triedAt: at('tried_at'),
    nextAt: at('next_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('webhook_delivery_newest').on(t.teamId, t.webhookId, t.createdAt),
    index('webhook_delivery_age').on(t.createdAt),
  ],
);
