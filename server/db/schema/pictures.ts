import { customType, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

/** A person's picture as it was read from its provider. Without bytes it could not be had at that time. */
export const picture = pgTable(
  'picture',
  {
    teamId: uuid('team_id').notNull(),
    /** SHA-256 of its address there, hex. */
    urlHash: text('url_hash').notNull(),
    contentType: text('content_type'),
    bytes: bytea('bytes'),
    readAt: timestamp('read_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.urlHash] })],
);
