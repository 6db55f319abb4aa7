import { z } from 'zod';
import { ChatLinkId, CorrespondenceId, DiscussionId, FileId, MessageId, UserId } from './ids.ts';
import { maxMessageLength } from './limits.ts';
import { Author } from './person.ts';
import { Paragraphs } from './plain-text.ts';

/** What became of a message on one chat link. `reason` is a sentence; `retryAt` set while a limit is waited out. */
export const Receipt = z.object({
  linkId: ChatLinkId,
  state: z.enum(['pending', 'checking', 'delivered', 'unknown', 'failed']),
  url: z.string().nullable(),
  reason: z.string().nullable(),
  retryAt: z.iso.datetime().nullable(),
});
export type Receipt = z.infer<typeof Receipt>;

export const Reaction = z.object({
  /** A Unicode emoji, e.g. "👍", or ":name:" for a workspace's own. */
  emoji: z.string().min(1).max(64),
  people: z.array(Author),
});
export type Reaction = z.infer<typeof Reaction>;

export const MessageFile = z.object({
  id: FileId,
  name: z.string(),
  contentType: z.string(),
  size: z.number().int(),
  /** Short-lived signed link, or null when the file is only in the chat. */
  url: z.string().nullable(),
  chatUrl: z.string().nullable(),
  /** Why it can't be read here; null when it can, or soon can. */
  note: z.string().nullable(),
});
export type MessageFile = z.infer<typeof MessageFile>;

/** `seq` orders within the discussion; `version` grows with every change, so an older copy never overwrites a newer. */
export const Message = z.object({
  id: MessageId,
  discussionId: DiscussionId,
  seq: z.number().int(),
  version: z.number().int(),
  author: Author,
  /** Markdown. Mentions are written `@[Name](user:<id>)`. Empty when deleted. */
  body: z.string(),
  origin: z.enum(['sidethread', 'chat']),
  createdAt: z.iso.datetime(),
  editedAt: z.iso.datetime().nullable(),
  deletedAt: z.iso.datetime().nullable(),
  reactions: z.array(Reaction),
  files: z.array(MessageFile),
  /** Null when the discussion has no chat link. */
  receipt: Receipt.nullable(),
});
export type Message = z.infer<typeof Message>;

/** Where a discussion is mirrored. `problem` is a sentence that says what to do, null when all is well. */
export const ChatLinkView = z.object({
  id: ChatLinkId,
  channelId: z.string(),
  channelName: z.string(),
  threadUrl: z.string().nullable(),
  problem: z.string().nullable(),
});
export type ChatLinkView = z.infer<typeof ChatLinkView>;

export const Visibility = z.enum(['team', 'private']);
export type Visibility = z.infer<typeof Visibility>;

export const DiscussionCard = z.object({
  id: DiscussionId,
  correspondenceId: CorrespondenceId,
  subject: z.string(),
  senderName: z.string(),
  visibility: Visibility,
  lastMessage: z.object({ authorName: z.string(), preview: z.string(), at: z.iso.datetime() }).nullable(),
  unread: z.number().int(),
  muted: z.boolean(),
  following: z.boolean(),
  /** Opens the thread in the reader's own webmail, null when only a teammate's mailbox has it. */
  webmailUrl: z.string().nullable(),
});
export type DiscussionCard = z.infer<typeof DiscussionCard>;

export const Discussion = z.object({
  id: DiscussionId,
  correspondenceId: CorrespondenceId,
  subject: z.string(),
  visibility: Visibility,
  startedBy: z.string(),
  createdAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  memberIds: z.array(UserId),
  following: z.boolean(),
  muted: z.boolean(),
  lastReadSeq: z.number().int(),
  lastSeq: z.number().int(),
  link: ChatLinkView.nullable(),
  /** The newest messages, oldest first; older ones by `discussions.history`. */
  messages: z.array(Message),
  hasOlder: z.boolean(),
  version: z.number().int(),
});
export type Discussion = z.infer<typeof Discussion>;

export const MessageBody = Paragraphs(maxMessageLength);

export const EditMessage = z.object({ discussionId: DiscussionId, messageId: MessageId, body: MessageBody });
export type EditMessage = z.infer<typeof EditMessage>;

export const React = z.object({
  discussionId: DiscussionId,
  messageId: MessageId,
  emoji: z.string().min(1).max(64),
  on: z.boolean(),
});
export type React = z.infer<typeof React>;

export const PresenceBeat = z.object({ discussionId: DiscussionId, state: z.enum(['open', 'writing', 'gone']) });
export type PresenceBeat = z.infer<typeof PresenceBeat>;

export const PresenceView = z.object({
  discussionId: DiscussionId,
  people: z.array(z.object({ id: UserId, name: z.string(), pictureUrl: z.string().nullable(), writing: z.boolean() })),
});
export type PresenceView = z.infer<typeof PresenceView>;
