import type { SlackChannel, SlackMetadata } from './model.ts';
import type { Workspace } from './workspace.ts';

/** One message that carries metadata, where it stands. */
export interface AuditedPost {
  channel: string;
  /** The root's id for a reply; undefined for a message in the channel itself. */
  threadTs: string | undefined;
  ts: string;
  /** The message's own id, as its metadata names it. */
  id: string;
}

/** What a fault suite checks: how often each message of ours exists, and in which order. */
export interface Audit {
  posts: AuditedPost[];
  /** Copies by message id; anything but 1 is a fault of the app. */
  copies: Map<string, number>;
  /** Ids that exist more than once. */
  repeated: string[];
  /** Ids in order of `ts`, by "channel/threadTs" ("channel/" for messages outside threads). */
  order: Map<string, string[]>;
  /** Messages of the bot without metadata. */
  anonymous: number;
}

/** The id in a message's metadata; by default the payload's first field that ends in "id". */
export type ReadMessageId = (metadata: SlackMetadata) => string | undefined;

/** Counts the bot's messages of a workspace. */
export function auditWorkspace(workspace: Workspace, readId: ReadMessageId = readFirstId): Audit {
  const audit: Audit = { posts: [], copies: new Map(), repeated: [], order: new Map(), anonymous: 0 };
  for (const channel of workspace.channels.values()) auditChannel(workspace, channel, readId, audit);
  audit.repeated = [...audit.copies].filter(([, count]) => count > 1).map(([id]) => id);
  return audit;
}

function auditChannel(workspace: Workspace, channel: SlackChannel, readId: ReadMessageId, audit: Audit): void {
  for (const { message, authorId } of channel.posts) {
    const id = message.metadata ? readId(message.metadata) : undefined;
    if (id === undefined) {
      if (workspace.users.get(authorId)?.appId === workspace.app.id) audit.anonymous += 1;
      continue;
    }
    const threadTs = message.thread_ts === message.ts ? undefined : message.thread_ts;
    audit.posts.push({ channel: channel.id, threadTs, ts: message.ts, id });
    audit.copies.set(id, (audit.copies.get(id) ?? 0) + 1);
    const place = `${channel.id}/${threadTs ?? ''}`;
    const order = audit.order.get(place);
    if (order) order.push(id);
    else audit.order.set(place, [id]);
  }
}

function readFirstId({ event_payload: payload }: SlackMetadata): string | undefined {
  const entry = Object.entries(payload).find(([name]) => /id$/i.test(name));
  return entry === undefined ? undefined : String(entry[1]);
}
