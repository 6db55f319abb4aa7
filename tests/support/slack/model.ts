/** What the stand-in remembers of a Slack workspace. Wire shapes keep Slack's own field names. */

export interface SlackUser {
  id: string;
  teamId: string;
  /** Handle, without "@". */
  name: string;
  realName: string;
  displayName: string;
  email: string | undefined;
  /** Absolute URL or data: URL of a square picture. */
  image: string;
  title: string;
  isAdmin: boolean;
  isBot: boolean;
  /** Multi-channel guest. */
  isRestricted: boolean;
  /** Single-channel guest. */
  isUltraRestricted: boolean;
  /** Belongs to another organisation and is here by Slack Connect. */
  isStranger: boolean;
  deleted: boolean;
  /** Slack lets an app read a profile's e-mail only when it is confirmed. */
  isEmailConfirmed: boolean;
  botId: string | undefined;
  appId: string | undefined;
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim';

export interface SlackChannel {
  id: string;
  name: string;
  kind: ChannelKind;
  creator: string;
  /** Seconds since 1970. */
  created: number;
  topic: string;
  isArchived: boolean;
  isExtShared: boolean;
  isPendingExtShared: boolean;
  members: Set<string>;
  /** Every message, replies too, in order of `ts`. */
  posts: SlackPost[];
  byTs: Map<string, SlackPost>;
  /** Replies by the root's `ts`, in order. */
  replies: Map<string, SlackPost[]>;
}

export interface SlackReaction {
  name: string;
  users: string[];
}

export interface SlackMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** A message as Slack writes it. */
export interface SlackMessage {
  type: 'message';
  subtype?: string;
  ts: string;
  text: string;
  user?: string;
  team?: string;
  bot_id?: string;
  app_id?: string;
  bot_profile?: Record<string, unknown>;
  username?: string;
  icons?: Record<string, string>;
  client_msg_id?: string;
  thread_ts?: string;
  parent_user_id?: string;
  blocks?: unknown[];
  attachments?: unknown[];
  metadata?: SlackMetadata;
  files?: Record<string, unknown>[];
  upload?: boolean;
  reactions?: SlackReaction[];
  edited?: { user: string; ts: string };
  hidden?: boolean;
}

/** A message with what the wire does not tell. */
export interface SlackPost {
  channelId: string;
  message: SlackMessage;
  /** User id of who wrote it (a bot's user id for an app). */
  authorId: string;
  isBroadcast: boolean;
  /** What the caller asked for; undefined when it did not say. */
  unfurlLinks: boolean | undefined;
  unfurlMedia: boolean | undefined;
}

export interface SlackFile {
  id: string;
  name: string;
  title: string;
  mimetype: string;
  size: number;
  userId: string;
  created: number;
  altText: string | undefined;
  data: Uint8Array | undefined;
  state: 'awaiting-upload' | 'uploaded' | 'shared' | 'deleted';
  shares: { channelId: string; ts: string; threadTs: string | undefined }[];
}

/** The app as installed in a workspace. */
export interface Installation {
  botUserId: string;
  botScopes: string[];
}

export interface SlackApp {
  id: string;
  name: string;
  clientId: string;
  clientSecret: string;
  signingSecret: string;
}

/** An event of Slack's Events API, before its envelope. */
export type SlackEvent = Record<string, unknown> & { type: string };

/** Something that happened in a workspace. */
export interface SlackChange {
  teamId: string;
  /** Where it happened; undefined for events of the whole workspace. */
  channelId: string | undefined;
  event: SlackEvent;
}
