import type { ChatLinkView, Discussion } from '#shared/contract/discussion.ts';
import { describeChannelProblem, type ChannelProblemCode } from './channel-problem.ts';
import { pageSize } from './discussion-sql.ts';
import { toIso, toIsoOrNull } from './iso-time.ts';
import { readMessages, type MessageBundle, type ViewLinks } from './read-messages.ts';

interface LinkRow {
  readonly id: ChatLinkView['id'];
  readonly channelId: string;
  readonly channelName: string;
  readonly threadUrl: string | null;
  readonly problemCode: ChannelProblemCode | null;
  readonly installationState: 'active' | 'ended' | null;
  readonly installationReason: string | null;
}

/** What everybody who may see a discussion sees of it. */
export interface DiscussionFields {
  readonly id: Discussion['id'];
  readonly correspondenceId: Discussion['correspondenceId'];
  readonly visibility: Discussion['visibility'];
  readonly subject: string;
  readonly senderName: string;
  readonly startedBy: string | null;
  readonly createdAt: string;
  readonly deletedAt: string | null;
  readonly lastSeq: number;
  readonly version: number;
  readonly memberIds: Discussion['memberIds'] | null;
  readonly link: LinkRow | null;
}

/** A person's own relation to a discussion; undefined or null for somebody who only looks. */
export interface OwnFields {
  readonly following: boolean;
  readonly muted: boolean;
  readonly lastReadSeq: number;
}

export interface DiscussionRow extends DiscussionFields {
  readonly me: OwnFields | null;
  readonly bundle: MessageBundle;
}

export type DiscussionHead = Omit<Discussion, 'messages' | 'hasOlder'>;

/** A discussion without its messages. Somebody who never took part has nothing unread in it. */
export function readHead(row: DiscussionFields, me: OwnFields | null | undefined): DiscussionHead {
  return {
    id: row.id,
    correspondenceId: row.correspondenceId,
    subject: row.subject,
    visibility: row.visibility,
    startedBy: row.startedBy ?? 'Former teammate',
    createdAt: toIso(row.createdAt),
    deletedAt: toIsoOrNull(row.deletedAt),
    memberIds: row.memberIds ?? [],
    following: me?.following ?? false,
    muted: me?.muted ?? false,
    lastReadSeq: me?.lastReadSeq ?? row.lastSeq,
    lastSeq: row.lastSeq,
    link: readLink(row.link),
    version: row.version,
  };
}

/** A discussion with its newest messages, as `discussionSql` gives it. */
export function readDiscussion(row: DiscussionRow, links: ViewLinks): Discussion {
  const messages = readMessages(row.bundle, links);
  return { ...readHead(row, row.me), messages: messages.slice(-pageSize), hasOlder: messages.length > pageSize };
}

function readLink(row: LinkRow | null): ChatLinkView | null {
  if (row === null) return null;
  const { id, channelId, channelName, threadUrl } = row;
  const ended = row.installationState === 'active' ? null : 'The chat workspace is disconnected: connect it again.';
  const problem =
    ended === null ? describeChannelProblem(row.problemCode, channelName) : (row.installationReason ?? ended);
  return { id, channelId, channelName, threadUrl, problem };
}
