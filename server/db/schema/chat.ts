import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { at } from './at.ts';

/** A chat workspace connected to a team. Tokens are sealed by the vault, bound to team and row. */
export const chatInstallation = pgTable(
  'chat_installation',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    provider: text('provider', { enum: ['slack'] }).notNull(),
    externalTeamId: text('external_team_id').notNull(),
    workspaceName: text('workspace_name').notNull(),
    /** What links to its messages begin with, with a trailing slash. */
    workspaceUrl: text('workspace_url').notNull().default(''),
    appId: text('app_id').notNull(),
    botUserId: text('bot_user_id').notNull(),
    botId: text('bot_id').notNull().default(''),
    sealedTokens: text('sealed_tokens').notNull(),
    scopes: text('scopes').notNull(),
    tokenExpiresAt: at('token_expires_at'),
    state: text('state', { enum: ['active', 'ended'] })
      .notNull()
      .default('active'),
    endedReason: text('ended_reason'),
    defaultChannelId: text('default_channel_id'),
    installedBy: uuid('installed_by').notNull(),
    installedAt: at('installed_at').notNull().defaultNow(),
    /** Whether customers' mail shows in the threads of discussions. */
    showsMail: boolean('shows_mail').notNull().default(true),
    /** When the next thread may be read for reconciliation, within the chat's limits. */
    readAt: at('read_at'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    uniqueIndex('chat_installation_active')
      .on(t.teamId)
      .where(sql`state = 'active'`),
    index('chat_installation_external').on(t.externalTeamId),
  ],
);

/** What is known of a channel; `problem` as in ChatChannel, rechecked when its membership changes. */
export const chatChannel = pgTable(
  'chat_channel',
  {
    teamId: uuid('team_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    channelId: text('channel_id').notNull(),
    name: text('name').notNull(),
    isPrivate: boolean('is_private').notNull().default(false),
    problemCode: text('problem_code', { enum: ['not-in-channel', 'archived', 'outsiders', 'missing', 'uninvited'] }),
    /** Until then nothing is sent to this channel (rate limit). */
    pausedUntil: at('paused_until'),
    /** The next slot for a post: about one a second and channel. */
    pacedUntil: at('paced_until'),
    /** Something happened there: it is looked at before the next post. */
    isStale: boolean('is_stale').notNull().default(false),
    /** How often something happened there: a look that began before the last of them does not see it. */
    staleMarks: integer('stale_marks').notNull().default(0),
    checkedAt: at('checked_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.installationId, t.channelId] })],
);

/** A person of the workspace. `userId` only when a confirmed e-mail of a full member equals a teammate's. */
export const chatPerson = pgTable(
  'chat_person',
  {
    teamId: uuid('team_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    chatUserId: text('chat_user_id').notNull(),
    guestId: uuid('guest_id').notNull(),
    userId: uuid('user_id'),
    name: text('name').notNull(),
    email: text('email'),
    pictureUrl: text('picture_url'),
    isOutsider: boolean('is_outsider').notNull().default(false),
    checkedAt: at('checked_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.installationId, t.chatUserId] }),
    uniqueIndex('chat_person_guest').on(t.teamId, t.guestId),
    index('chat_person_user').on(t.teamId, t.userId),
  ],
);

/** A teammate's own chat token, for what a bot can't do under their name. */
export const chatPersonToken = pgTable(
  'chat_person_token',
  {
    teamId: uuid('team_id').notNull(),
    installationId: uuid('installation_id').notNull(),
    userId: uuid('user_id').notNull(),
    chatUserId: text('chat_user_id').notNull(),
    sealedTokens: text('sealed_tokens').notNull(),
    scopes: text('scopes').notNull(),
    tokenExpiresAt: at('token_expires_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.installationId, t.userId] })],
);

/** An event as it came in, stored before it is acknowledged, deleted when handled. Team known only after routing. */
export const chatEvent = pgTable(
  'chat_event',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    installationId: uuid('installation_id').notNull(),
    body: jsonb('body').notNull(),
    attempts: integer('attempts').notNull().default(0),
    receivedAt: at('received_at').notNull().defaultNow(),
    /** Tried and postponed until then. */
    notBefore: at('not_before'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), index('chat_event_received').on(t.receivedAt)],
);

/** An OAuth round trip under way: only the person who began it can end it. */
export const chatAuthorization = pgTable(
  'chat_authorization',
  {
    teamId: uuid('team_id').notNull(),
    stateHash: text('state_hash').notNull(),
    userId: uuid('user_id').notNull(),
    purpose: text('purpose', { enum: ['install', 'link-person'] }).notNull(),
    /** Where the person's browser goes at the end: a page of the extension that began. */
    redirectUri: text('redirect_uri').notNull().default(''),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.stateHash] })],
);

/**
 * What the bot says to one person directly, sent once. `sending`: the call was begun, so it may have happened;
 * `needless`: the person is not in the chat, or there is nothing to say any more.
 */
export const chatNotice = pgTable(
  'chat_notice',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    userId: uuid('user_id').notNull(),
    body: text('body').notNull(),
    state: text('state', { enum: ['pending', 'sending', 'sent', 'unknown', 'failed', 'needless'] })
      .notNull()
      .default('pending'),
    error: text('error'),
    installationId: uuid('installation_id'),
    channelId: text('channel_id'),
    attempts: integer('attempts').notNull().default(0),
    /** Look-ups in a row that did not find it. */
    checks: integer('checks').notNull().default(0),
    sentAt: at('sent_at'),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] })],
);

/**
 * A button that somebody pressed in a thread. `subjectId`: the e-mail's, or the outgoing mail's, that it is about.
 * `userId` once it is known who that is; `refused`: they may not, or it came too late.
 */
export const chatPress = pgTable(
  'chat_press',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    linkId: uuid('link_id').notNull(),
    subjectId: uuid('subject_id').notNull(),
    action: text('action', { enum: ['reply', 'assign', 'close', 'reopen', 'remind', 'undo', 'files'] }).notNull(),
    choice: text('choice'),
    chatUserId: text('chat_user_id').notNull(),
    triggerId: text('trigger_id').notNull(),
    userId: uuid('user_id'),
    outcome: text('outcome', { enum: ['pending', 'done', 'refused'] })
      .notNull()
      .default('pending'),
    /** Somebody is at it since then. */
    takenAt: at('taken_at'),
    pressedAt: at('pressed_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), index('chat_press_subject').on(t.teamId, t.linkId, t.subjectId)],
);
