import { bigint, date, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** How often pages of a webmail could not be read, or only with signals missing, by day. No person, device or mail. */
export const webmailLoss = pgTable(
  'webmail_loss',
  {
    teamId: uuid('team_id').notNull(),
    day: date('day').notNull(),
    webmail: text('webmail').notNull(),
    kind: text('kind').notNull(),
    /** The date of the selectors in use. */
    selectors: date('selectors').notNull(),
    count: bigint('count', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'webmail_loss_pkey',
      columns: [table.teamId, table.day, table.webmail, table.kind, table.selectors],
    }),
  ],
);
