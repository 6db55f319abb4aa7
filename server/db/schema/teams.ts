import { bigint, boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { at } from './at.ts';

/** What a team has decided. `hashKey`: 32 bytes, base64, keys the hashes that opening a mail sends. */
export const teamSettings = pgTable('team_settings', {
  teamId: uuid('team_id').primaryKey(),
  hashKey: text('hash_key').notNull(),
  presenceEnabled: boolean('presence_enabled').notNull().default(true),
  createdAt: at('created_at').notNull().defaultNow(),
});

/** One row per thing somebody did. `hash` chains the team's rows and is filled in commit order by a job. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    teamId: uuid('team_id').notNull(),
    id: bigint('id', { mode: 'bigint' }).generatedAlwaysAsIdentity().notNull(),
    action: text('action').notNull(),
    actorId: uuid('actor_id'),
    actorKind: text('actor_kind').notNull().default('teammate'),
    target: text('target').notNull(),
    /** Ids and settings only; never mail or message text. */
    detail: jsonb('detail').$type<Record<string, unknown>>().notNull().default({}),
    at: at('at').notNull().defaultNow(),
    chainSeq: bigint('chain_seq', { mode: 'number' }),
    previousHash: text('previous_hash'),
    hash: text('hash'),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('audit_chain').on(t.teamId, t.chainSeq),
    index('audit_unsealed')
      .on(t.teamId, t.id)
      .where(sql`chain_seq is null`),
  ],
);

/** Where a team's audit chain ends, so that rows cut off its end are missed. */
export const auditHead = pgTable('audit_head', {
  teamId: uuid('team_id').primaryKey(),
  chainSeq: bigint('chain_seq', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
});

/** What came of the newest check of a team's audit chain; `brokenAt` null: it was as it was sealed. */
export const auditCheck = pgTable('audit_check', {
  teamId: uuid('team_id').primaryKey(),
  checkedAt: at('checked_at').notNull().defaultNow(),
  length: bigint('length', { mode: 'number' }).notNull(),
  brokenAt: bigint('broken_at', { mode: 'number' }),
  reason: text('reason', { enum: ['missing', 'changed', 'cut off'] }),
});

/** Who has a discussion open or is writing in it, until `expiresAt`. Unlogged: it may vanish with a crash. */
export const presence = pgTable(
  'presence',
  {
    teamId: uuid('team_id').notNull(),
    discussionId: uuid('discussion_id').notNull(),
    userId: uuid('user_id').notNull(),
    deviceId: text('device_id').notNull(),
    state: text('state', { enum: ['open', 'writing'] }).notNull(),
    expiresAt: at('expires_at').notNull(),
    /** Until when the person counts as writing. */
    writingUntil: at('writing_until'),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.discussionId, t.userId, t.deviceId] })],
);

/** What live clients are told, in the order of ids; readers stop before the oldest publisher still open. `payload` carries ids only. */
export const liveEvent = pgTable(
  'live_event',
  {
    teamId: uuid('team_id').notNull(),
    id: bigint('id', { mode: 'bigint' }).generatedAlwaysAsIdentity().notNull(),
    kind: text('kind').notNull(),
    discussionId: uuid('discussion_id'),
    userId: uuid('user_id'),
    payload: jsonb('payload').$type<Record<string, string | number | null>>().notNull().default({}),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.teamId, t.id] }),
    index('live_event_order').on(t.id),
    index('live_event_age').on(t.createdAt),
  ],
);

/** A file's bytes live in the file store under their hash; a row says who may have them and as what. */
export const file = pgTable(
  'file',
  {
    teamId: uuid('team_id').notNull(),
    id: uuid('id').notNull(),
    messageId: uuid('message_id'),
    discussionId: uuid('discussion_id'),
    uploadedBy: uuid('uploaded_by'),
    name: text('name').notNull(),
    contentType: text('content_type').notNull(),
    size: integer('size').notNull(),
    /** Null while the bytes are only in the chat. */
    sha256: text('sha256'),
    chatFileId: text('chat_file_id'),
    chatUrl: text('chat_url'),
    /** Why a file of the chat has no copy here; null while it has one or will get it. */
    copyProblem: text('copy_problem', { enum: ['too-large', 'not-readable', 'gone', 'unreachable'] }),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.teamId, t.id] }), index('file_message').on(t.teamId, t.messageId)],
);
