/** What the domain needs from a team chat. Every call is made once; retries and look-ups belong to the outbox. */

/** An installed workspace as a provider needs it. `token` is the bot's, or a person's own where `asPerson` is true. */
export interface ChatAccess {
  readonly token: string;
  readonly botUserId: string;
  readonly appId: string;
  readonly asPerson: boolean;
}

/**
 * What came of a call. `refused`: the chat said no, nothing happened. `limited`: not now, nothing happened.
 * `uncertain`: no answer came, so it may have happened. `error` is the provider's own word, `reason` a sentence.
 */
export type ChatOutcome<Value> =
  | { readonly outcome: 'done'; readonly value: Value }
  | {
      readonly outcome: 'refused';
      readonly error: ChatRefusal;
      readonly providerError: string;
      readonly reason: string;
    }
  | { readonly outcome: 'limited'; readonly retryAfterMs: number }
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
  | 'rejected';

export interface ChatCard {
  readonly subject: string;
  readonly senderName: string;
  readonly senderAddress: string;
  readonly companyName: string | null;
  readonly startedBy: string;
  /** Opens the thread in webmail. */
  readonly url: string;
}

export interface ChatAuthor {
  readonly name: string;
  readonly pictureUrl: string | null;
}

export interface PostedMessage {
  readonly ts: string;
  readonly url: string | null;
}

/** One message of a thread as the chat has it now. `ourId` is our outbox effect's id, found in the metadata. */
export interface ChatThreadMessage {
  readonly ts: string;
  readonly threadTs: string | null;
  readonly chatUserId: string | null;
  readonly ourId: string | null;
  /** Markdown in our dialect, mentions as `@[Name](chat:<user id>)`. */
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
  readonly url: string;
}

export interface ChatChannelState {
  readonly channelId: string;
  readonly name: string;
  readonly isPrivate: boolean;
  readonly problem: 'not-in-channel' | 'archived' | 'outsiders' | 'missing' | null;
}

export interface ChatPersonRecord {
  readonly chatUserId: string;
  readonly name: string;
  /** Only when the workspace itself confirmed it. */
  readonly confirmedEmail: string | null;
  readonly pictureUrl: string | null;
  /** A guest, a member of another workspace, a bot or a deactivated account. */
  readonly isOutsider: boolean;
}

export interface Chat {
  postCard(
    access: ChatAccess,
    to: { channelId: string },
    id: string,
    card: ChatCard,
  ): Promise<ChatOutcome<PostedMessage>>;
  postMessage(
    access: ChatAccess,
    to: { channelId: string; threadTs: string },
    id: string,
    author: ChatAuthor,
    body: string,
  ): Promise<ChatOutcome<PostedMessage>>;
  editMessage(
    access: ChatAccess,
    at: { channelId: string; ts: string },
    id: string,
    body: string,
  ): Promise<ChatOutcome<null>>;
  deleteMessage(access: ChatAccess, at: { channelId: string; ts: string }): Promise<ChatOutcome<null>>;
  setReaction(
    access: ChatAccess,
    at: { channelId: string; ts: string },
    emoji: string,
    on: boolean,
  ): Promise<ChatOutcome<null>>;
  uploadFile(
    access: ChatAccess,
    to: { channelId: string; threadTs: string },
    file: { name: string; contentType: string; size: number; bytes: Uint8Array; comment: string },
  ): Promise<ChatOutcome<PostedMessage & { fileId: string }>>;
  downloadFile(access: ChatAccess, url: string): Promise<ChatOutcome<Uint8Array>>;
  /** The message that carries our id, looked for among the newest of the channel (cards) or of the thread. */
  findPosted(
    access: ChatAccess,
    where: { channelId: string; threadTs: string | null; sinceMs: number },
    id: string,
  ): Promise<ChatOutcome<PostedMessage | null>>;
  readThread(
    access: ChatAccess,
    at: { channelId: string; threadTs: string; sinceTs: string | null; cursor: string | null },
  ): Promise<ChatOutcome<{ messages: readonly ChatThreadMessage[]; nextCursor: string | null }>>;
  readChannel(access: ChatAccess, channelId: string): Promise<ChatOutcome<ChatChannelState>>;
  listChannels(access: ChatAccess): Promise<ChatOutcome<readonly ChatChannelState[]>>;
  readPerson(access: ChatAccess, chatUserId: string): Promise<ChatOutcome<ChatPersonRecord>>;
  findPersonByEmail(access: ChatAccess, email: string): Promise<ChatOutcome<ChatPersonRecord | null>>;
  /** A conversation of exactly these people and the bot, for a private discussion. */
  openGroup(access: ChatAccess, chatUserIds: readonly string[]): Promise<ChatOutcome<{ channelId: string }>>;
}
