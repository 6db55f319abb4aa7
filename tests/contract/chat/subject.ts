import type { Chat, ChatAccess } from '#server/ports/chat.ts';

/** Something that speaks Slack's API, with what a test needs of it from outside the port. */
export interface ChatSubject {
  readonly name: string;
  readonly chat: Chat;
  /** The bot's. */
  readonly access: ChatAccess;
  /** A channel the bot is in, with full members of the workspace only. */
  readonly channelId: string;
  /** Somebody who is in the channel. */
  readonly person: { readonly chatUserId: string; readonly email: string; readonly name: string };
  /** Posts as that person in a thread. */
  say(threadTs: string, text: string): Promise<string>;
  archive(): Promise<void>;
  close(): Promise<void>;
}

/** The parts of the contract. A subject runs those it has, by an explicit list. */
export const parts = [
  'card',
  'post',
  'edit',
  'delete',
  'react',
  'look up',
  'read a thread',
  'archived channel',
  'missing channel',
  'list channels',
  'person',
  'group',
  'files',
  // What only the strict stand-in has:
  'name and picture',
  'confirmed address',
  'outsiders',
  'not in channel',
  'long messages',
  'bad tokens',
  'token rotation',
  'limits',
  'no answer',
  'each refusal',
] as const;
export type Part = (typeof parts)[number];
