import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/**
 * Which device shows a person that a message names them, or that they were assigned (`aboutId`: the message, or the
 * event of the assignment). `shownAt` null: claimed, and not shown so far.
 */
export const notification = pgTable(
  'notification',
  {
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    aboutId: uuid('about_id').notNull(),
    deviceId: text('device_id').notNull(),
    claimedAt: at('claimed_at').notNull().defaultNow(),
    shownAt: at('shown_at'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId, t.aboutId] })],
);

/** When a person wants to be told. Quiet times are minutes from midnight where the device is; null: none. */
export const notificationSetting = pgTable(
  'notification_setting',
  {
    teamId: uuid('team_id').notNull(),
    userId: uuid('user_id').notNull(),
    mentions: boolean('mentions').notNull().default(true),
    assignments: boolean('assignments').notNull().default(true),
    quietFrom: integer('quiet_from'),
    quietUntil: integer('quiet_until'),
    quietWeekends: boolean('quiet_weekends').notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.userId] })],
);
