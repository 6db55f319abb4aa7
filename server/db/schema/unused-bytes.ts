import { pgTable, text } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** Bytes in the file store that may have no use any more; the same bytes are kept once for all teams. */
export const unusedBytes = pgTable('unused_bytes', {
  sha256: text('sha256').primaryKey(),
  notedAt: at('noted_at').notNull().defaultNow(),
  /** Nobody may begin to use them from now on. */
  claimedAt: at('claimed_at'),
  removedAt: at('removed_at'),
});
