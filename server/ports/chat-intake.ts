import type { ChatAccess, ChatReplyForm, ChatThreadMessage } from './chat.ts';

/** How our own app shows in a workspace: tells its messages from others'. */
export type OurApp = Pick<ChatAccess, 'appId' | 'botUserId'>;

/** What happened in a workspace, read from one of its events. */
export type ChatEvent =
  | (ChatThreadMessage & { readonly kind: 'message'; readonly channelId: string; readonly at: Date })
  | (ChatThreadMessage & { readonly kind: 'edited'; readonly channelId: string })
  | { readonly kind: 'deleted'; readonly channelId: string; readonly ts: string; readonly threadTs: string | null }
  | {
      readonly kind: 'reaction';
      readonly channelId: string;
      readonly ts: string;
      readonly emoji: string;
      readonly chatUserId: string;
      readonly on: boolean;
    }
  | { readonly kind: 'channel-changed'; readonly channelId: string }
  | { readonly kind: 'person-changed'; readonly chatUserId: string }
  | { readonly kind: 'uninstalled' }
  | { readonly kind: 'revoked'; readonly botUserIds: readonly string[]; readonly chatUserIds: readonly string[] };

/** Somebody pressed one of our buttons. */
export interface ChatPress {
  readonly externalTeamId: string;
  readonly appId: string;
  readonly chatUserId: string;
  /** The workspace of whoever pressed it. */
  readonly userTeamId: string;
  /** Its own for each press; opens a form for a few seconds. */
  readonly triggerId: string;
  readonly channelId: string;
  readonly action: string;
  readonly subjectId: string;
  /** What was chosen from a menu. */
  readonly choice: string | null;
}

/** A reply form that somebody sent in. */
export interface ChatReply {
  readonly externalTeamId: string;
  readonly appId: string;
  readonly chatUserId: string;
  readonly userTeamId: string;
  readonly state: string;
  readonly kind: string;
  readonly mailbox: string;
  readonly text: string;
}

/** What becomes of a form that was sent in: it closes, says what is wrong, or stays with something to know first. */
export type ChatReplyAnswer =
  | { readonly next: 'close' }
  | { readonly next: 'wrong'; readonly why: string }
  | { readonly next: 'stay'; readonly form: ChatReplyForm };

/** How events come in: as signed requests or over a socket, the same bodies either way. */
export interface ChatIntake {
  /** Whether a request comes from the chat: its signature over the raw body, made within five minutes of `now`. */
  isAuthentic(headers: Headers, rawBody: string, now: Date): boolean;
  /** What to answer when the chat only checks the address; null for an event. */
  challengeOf(body: unknown): string | null;
  /** The workspace an event is about; null when the body is no event. */
  workspaceOf(body: unknown): string | null;
  /** What happened; null when it is nothing of interest. */
  readEvent(body: unknown, app: OurApp): ChatEvent | null;
  /** What was pressed; null when it is nothing of ours, or a mere link. */
  readPress(body: unknown): ChatPress | null;
  /** The reply form that was sent in; null when it is none of ours. */
  readReply(body: unknown): ChatReply | null;
  /** How the chat wants to be told what becomes of it. */
  answerReply(answer: ChatReplyAnswer): Record<string, unknown>;
  /** What a signed request about buttons and forms holds, which comes in another wrapping than events. */
  unwrap(rawBody: string): unknown;
}
