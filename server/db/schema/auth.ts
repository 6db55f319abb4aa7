import { bigint, boolean, index, integer, pgSchema, text, unique, uuid } from 'drizzle-orm/pg-core';
import { at } from './at.ts';

/** People, how they sign in, and their teams. Property names are the field names that better-auth knows. */
export const authSchema = pgSchema('auth');

/** `emailVerified`: the person proved that the mailbox is theirs. `email` is lowercase. */
export const authUser = authSchema.table('user', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  email: text('email').notNull().unique(),
  emailVerified: boolean('email_verified').notNull().default(false),
  image: text('image'),
  createdAt: at('created_at').notNull().defaultNow(),
  updatedAt: at('updated_at').notNull().defaultNow(),
});

/** A signed-in browser; its cookie is this token, signed. */
export const authSession = authSchema.table(
  'session',
  {
    id: uuid('id').primaryKey(),
    token: text('token').notNull().unique(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUser.id, { onDelete: 'cascade' }),
    ipAddress: text('ip_address'),
    userAgent: text('user_agent'),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('session_user').on(t.userId)],
);

/** One way in which a person signs in: a password, or an account at a provider. */
export const authAccount = authSchema.table(
  'account',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUser.id, { onDelete: 'cascade' }),
    providerId: text('provider_id').notNull(),
    accountId: text('account_id').notNull(),
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
    accessTokenExpiresAt: at('access_token_expires_at'),
    refreshTokenExpiresAt: at('refresh_token_expires_at'),
    scope: text('scope'),
    password: text('password'),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('account_user').on(t.userId), unique('account_provider').on(t.providerId, t.accountId)],
);

/** Short-lived values of a sign-in under way: states of providers, mailed links (hashed), places kept by their hash. */
export const authVerification = authSchema.table(
  'verification',
  {
    id: text('id').primaryKey(),
    identifier: text('identifier').notNull(),
    value: text('value').notNull(),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    updatedAt: at('updated_at').notNull().defaultNow(),
  },
  (t) => [index('verification_identifier').on(t.identifier)],
);

export const authRateLimit = authSchema.table('rate_limit', {
  id: uuid('id').primaryKey(),
  key: text('key').notNull().unique(),
  count: integer('count').notNull(),
  lastRequest: bigint('last_request', { mode: 'number' }).notNull(),
});

/** A team. Its id is the `team_id` of every other table. */
export const authOrganization = authSchema.table('organization', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  slug: text('slug').notNull().unique(),
  logo: text('logo'),
  metadata: text('metadata'),
  createdAt: at('created_at').notNull().defaultNow(),
});

/**
 * A membership. `emailVouched`: an admin of this team handed the invitation over by hand, so within this team the
 * address counts as the person's, although no mail proved it.
 */
export const authMember = authSchema.table(
  'member',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => authOrganization.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUser.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    emailVouched: boolean('email_vouched').notNull().default(false),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [unique('member_once').on(t.organizationId, t.userId), index('member_user').on(t.userId)],
);

/** `mailed`: the link left by mail only, so whoever opens it has the mailbox. */
export const authInvitation = authSchema.table(
  'invitation',
  {
    id: uuid('id').primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => authOrganization.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    role: text('role', { enum: ['owner', 'admin', 'member', 'viewer'] }).notNull(),
    status: text('status', { enum: ['pending', 'accepted', 'rejected', 'canceled'] })
      .notNull()
      .default('pending'),
    inviterId: uuid('inviter_id')
      .notNull()
      .references(() => authUser.id, { onDelete: 'cascade' }),
    mailed: boolean('mailed').notNull().default(false),
    expiresAt: at('expires_at').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (t) => [index('invitation_team').on(t.organizationId, t.status), index('invitation_email').on(t.email)],
);

/** A signed-in extension. The token itself is only in the browser. */
export const authExtensionSession = authSchema.table(
  'extension_session',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => authUser.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').notNull().unique(),
    extensionId: text('extension_id').notNull(),
    name: text('name').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
    lastSeenAt: at('last_seen_at').notNull().defaultNow(),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [index('extension_session_user').on(t.userId)],
);

/** A code on its way from the authorise page to the extension. Kept after use, so that a replay is noticed. */
export const authExtensionCode = authSchema.table('extension_code', {
  /** SHA-256 of the code, hex. */
  codeHash: text('code_hash').primaryKey(),
  userId: uuid('user_id')
    .notNull()
    .references(() => authUser.id, { onDelete: 'cascade' }),
  extensionId: text('extension_id').notNull(),
  redirectUri: text('redirect_uri').notNull(),
  codeChallenge: text('code_challenge').notNull(),
  deviceName: text('device_name').notNull(),
  expiresAt: at('expires_at').notNull(),
  usedAt: at('used_at'),
  /** What the code was exchanged for: ended when the code comes again. */
  sessionId: uuid('session_id'),
});

/** The one-time link with which the first owner sets the server up. At most one row. */
export const authSetupLink = authSchema.table('setup_link', {
  id: integer('id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  expiresAt: at('expires_at').notNull(),
});
