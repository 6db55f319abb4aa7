import { customType, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

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
    readAt: at('read_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.urlHash] })],
);
