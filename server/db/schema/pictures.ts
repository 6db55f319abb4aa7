import { customType, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';
import { authSchema, authUser } from './auth.ts';

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

/** The picture that a person chose for themselves, in all their teams. */
export const ownPicture = authSchema.table('own_picture', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => authUser.id, { onDelete: 'cascade' }),
  /** SHA-256 of its bytes, hex. */
  contentHash: text('content_hash').notNull(),
  contentType: text('content_type').notNull(),
  bytes: bytea('bytes').notNull(),
});
