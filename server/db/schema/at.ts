import { timestamp } from 'drizzle-orm/pg-core';

/** A moment, to the millisecond, with its time zone: how every time of ours is kept. */
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });
