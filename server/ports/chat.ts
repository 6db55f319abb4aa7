import type { Readable } from 'node:stream';
import type { ChatCard, ChatNews } from './chat-news.ts';
/** What the domain needs from a team chat. Every call is made once; retries and look-ups belong to the outbox. */

/** Whose word a call is made under: the bot's, or a person's own where `asPerson` is true. */
export interface ChatAccess {
  readonly token: string;
  readonly botUserId: string;
  readonly appId: string;
  /** The installed workspace's id; people of others are outsiders. */
  readonly externalTeamId: string;
  /** With a trailing slash; what links to messages begin with. */
  readonly workspaceUrl: string;
  readonly asPerson: boolean;
}

/**
 * What came of a call. `refused`: the chat said no, nothing happened. `limited`: not now (a rate limit, or the chat
 * can't be reached), nothing happened. `uncertain`: no answer came, so it may have happened. `providerError` is the
 * provider's own word, `reason` a sentence.
 */
export type ChatOutcome<Value> =
  | { readonly outcome: 'done'; readonly value: Value }
  | {
      readonly outcome: 'refused';
      readonly error: ChatRefusal;
      readonly providerError: string;
      readonly reason: string;
    }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number; readonly reason: string }
  | { readonly outcome: 'uncertain'; readonly reason: string };

export type ChatRefusal =
  | 'signed-out'
  | 'channel-missing'
  | 'not-in-channel'
  | 'archived'
  | 'outsiders'
  | 'too-long'
  | 'missing-scope'
  | 'message-missing'
  | 'already-so'
  | 'not-yours'
  | 'rejected';

export interface ChatAuthor {
  readonly name: string;
  readonly pictureUrl: string | null;
}

export interface PostedMessage {
  readonly ts: string;
  readonly url: string | null;
}

/** One message of a thread as the chat has it now. */
export interface ChatThreadMessage {
  readonly ts: string;
  readonly threadTs: string | null;
  /** Null when we can't tell; an app's id when another app wrote it. */
  readonly chatUserId: string | null;
  /** The name an app gave itself; null for people, whom `readPerson` knows. */
  readonly appName: string | null;
  /** Written by our app, under whatever name. */
  readonly isOurs: boolean;
  /** Our outbox effect's id, found in the metadata of what our app wrote. */
  readonly ourId: string | null;
  /** Markdown in our dialect, people as `@[Name](chat:<chat user id>)`. */
  readonly body: string;
  readonly editedTs: string | null;
  readonly files: readonly ChatFile[];
  readonly reactions: readonly { readonly emoji: string; readonly chatUserIds: readonly string[] }[];
}

export interface ChatFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Where its bytes are read, with `downloadFile`. */
  readonly url: string;
}

export interface ChatChannelState {
  readonly channelId: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly problem: 'not-in-channel' | 'archived' | 'outsiders' | 'missing' | null;
  /** Who is in it besides the app; null where that was not read. */
  readonly memberIds: readonly string[] | null;
}

export interface ChatPersonRecord {
  readonly chatUserId: string;
  readonly name: string;
  /** Only when the workspace itself confirmed it, and the person is a full member of it. */
  readonly confirmedEmail: string | null;
  readonly pictureUrl: string | null;
  /** A guest, a member of another workspace, a bot or a deactivated account. */
  readonly isOutsider: boolean;
}

/** Calls on a workspace. The provider neither repeats a call nor remembers anything between calls. */
export interface Chat {
  postCard(
    access: ChatAccess,
    to: { channelId: string },
    id: string,
    card: ChatCard,
  ): Promise<ChatOutcome<PostedMessage>>;
  /**
   * `body` is Markdown in our dialect, people of the chat as `@[Name](chat:<chat user id>)`. `threadTs` null: in the
   * conversation itself; `author` null: under the app's own name.
   */
  postMessage(
    access: ChatAccess,
    to: { channelId: string; threadTs: string | null },
    id: string,
    author: ChatAuthor | null,
    body: string,
  ): Promise<ChatOutcome<PostedMessage>>;
  /** Shows a customer's mail, or that it was answered, in a thread. */
  postNews(
    access: ChatAccess,
    to: { channelId: string; threadTs: string },
    id: string,
    news: ChatNews,
  ): Promise<ChatOutcome<PostedMessage>>;
  /** Shows the same as it is by now. */
  redrawNews(
    access: ChatAccess,
    at: { channelId: string; ts: string },
    id: string,
    news: ChatNews,
  ): Promise<ChatOutcome<null>>;
  /** Opens the reply form for whoever pressed a button a moment ago. */
  openReply(access: ChatAccess, triggerId: string, form: ChatReplyForm): Promise<ChatOutcome<null>>;
  /** Says something in a thread that only one person sees; Markdown in our dialect. */
  tellOnly(
    access: ChatAccess,
    to: { channelId: string; threadTs: string; chatUserId: string },
    body: string,
  ): Promise<ChatOutcome<null>>;
  /** `footer`: a line of plain text under the message, such as who reacted; null for none. */
  editMessage(
    access: ChatAccess,
    at: { channelId: string; ts: string },
    id: string,
    body: string,
    footer: string | null,
  ): Promise<ChatOutcome<null>>;
  deleteMessage(access: ChatAccess, at: { channelId: string; ts: string }): Promise<ChatOutcome<null>>;
  setReaction(
    access: ChatAccess,
    at: { channelId: string; ts: string },
    emoji: string,
    on: boolean,
  ): Promise<ChatOutcome<null>>;
  /** Gives the chat a file's bytes; nobody sees it before `shareFile`, so this may be repeated. */
  prepareFile(
    access: ChatAccess,
    file: { name: string; size: number; bytes: Uint8Array<ArrayBuffer> },
  ): Promise<ChatOutcome<{ fileId: string }>>;
  /** Shows a prepared file in a thread. A file can be shared so only once. */
  shareFile(
    access: ChatAccess,
    to: { channelId: string; threadTs: string },
    file: { fileId: string; name: string; comment: string },
  ): Promise<ChatOutcome<null>>;
  /** Whether a prepared file has been shared in the channel. */
  isFileShared(access: ChatAccess, channelId: string, fileId: string): Promise<ChatOutcome<boolean>>;
  /** A file's bytes as they come; the stream fails when they do not come whole. */
  downloadFile(access: ChatAccess, url: string): Promise<ChatOutcome<Readable>>;
  /** The message that carries our id among those since `sinceMs` (Unix time) of the channel (cards) or of the thread. */
  findPosted(
    access: ChatAccess,
    where: { channelId: string; threadTs: string | null; sinceMs: number },
    id: string,
  ): Promise<ChatOutcome<PostedMessage | null>>;
  /** A page of a thread, oldest first, its root among the first page's. `sinceTs`: only what came after it. */
  readThread(
    access: ChatAccess,
    at: { channelId: string; threadTs: string; sinceTs: string | null; cursor: string | null; limit: number },
  ): Promise<ChatOutcome<{ messages: readonly ChatThreadMessage[]; nextCursor: string | null }>>;
  readChannel(access: ChatAccess, channelId: string): Promise<ChatOutcome<ChatChannelState>>;
  listChannels(access: ChatAccess): Promise<ChatOutcome<readonly ChatChannelState[]>>;
  readPerson(access: ChatAccess, chatUserId: string): Promise<ChatOutcome<ChatPersonRecord>>;
  findPersonByEmail(access: ChatAccess, email: string): Promise<ChatOutcome<ChatPersonRecord | null>>;
  /** A conversation of exactly these people and the bot, for a private discussion. */
  openGroup(access: ChatAccess, chatUserIds: readonly string[]): Promise<ChatOutcome<{ channelId: string }>>;
  /** Where a person reads a message; null when the workspace's address is not known. */
  linkTo(workspaceUrl: string, channelId: string, ts: string, threadTs: string | null): string | null;
  readonly signIn: ChatSignIn;
}

/** Tokens as they came; `expiresAt` and `refreshToken` are null where tokens do not expire. */
export interface ChatTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  readonly expiresAt: Date | null;
  readonly scopes: string;
}

/** What a finished consent gave. `bot` on installing, `person` on linking oneself. */
export interface ChatGrant {
  readonly appId: string;
  readonly externalTeamId: string;
  readonly workspaceName: string;
  readonly workspaceUrl: string;
  readonly chatUserId: string;
  readonly bot: (ChatTokens & { readonly botUserId: string; readonly botId: string }) | null;
  readonly person: ChatTokens | null;
}

/** How a workspace or a person's account is connected and disconnected. */
export interface ChatSignIn {
  authorizeUrl(purpose: 'install' | 'link-person', state: string, redirectUri: string): string;
  exchange(code: string, redirectUri: string): Promise<ChatOutcome<ChatGrant>>;
  /** New tokens for a refresh token, which is good once. */
  refresh(refreshToken: string): Promise<ChatOutcome<ChatTokens>>;
  /** Whether a token is good: `done`, or refused as `signed-out`. */
  test(token: string): Promise<ChatOutcome<null>>;
  /** Gives a token back. */
  revoke(token: string): Promise<ChatOutcome<null>>;
}

/** The form in which somebody writes to a customer. */
export interface ChatReplyForm {
  /** Ours; comes back with what is sent in. */
  readonly state: string;
  readonly subject: string;
  /** The ways in which it can be addressed, each with everybody who would get it. */
  readonly kinds: readonly { readonly value: string; readonly label: string; readonly recipients: string }[];
  readonly kind: string;
  readonly mailboxes: readonly { readonly value: string; readonly label: string }[];
  readonly mailbox: string;
  /** What the writer should know before it goes, as sentences. */
  readonly cautions: readonly string[];
  readonly text: string;
}
