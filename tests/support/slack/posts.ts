import type { SlackChannel, SlackEvent, SlackMessage, SlackMetadata, SlackPost } from './model.ts';
import { refuse } from './refusal.ts';
import type { Workspace } from './workspace.ts';

/** What a new message may say about itself. */
export interface PostDraft {
  authorId: string;
  /** Posted by an app, under its own name or a person's token: carries the app's ids. */
  isFromApp?: boolean;
  text: string;
  threadTs?: string | undefined;
  isBroadcast?: boolean | undefined;
  blocks?: unknown[] | undefined;
  attachments?: unknown[] | undefined;
  metadata?: SlackMetadata | undefined;
  username?: string | undefined;
  icons?: Record<string, string> | undefined;
  clientMsgId?: string | undefined;
  files?: Record<string, unknown>[] | undefined;
  subtype?: string | undefined;
  unfurlLinks?: boolean | undefined;
  unfurlMedia?: boolean | undefined;
}

/** Adds a message and tells about it. The caller has checked rights, membership and sizes. */
export function addPost(workspace: Workspace, channel: SlackChannel, draft: PostDraft): SlackPost {
  const root = draft.threadTs === undefined ? undefined : getRoot(channel, draft.threadTs);
  const message = writeMessage(workspace, draft, root);
  const post: SlackPost = {
    channelId: channel.id,
    message,
    authorId: draft.authorId,
    isBroadcast: root !== undefined && draft.isBroadcast === true,
    unfurlLinks: draft.unfurlLinks,
    unfurlMedia: draft.unfurlMedia,
  };
  if (post.isBroadcast && !draft.files?.length) message.subtype = 'thread_broadcast';
  channel.posts.push(post);
  channel.byTs.set(message.ts, post);
  if (root) addReply(channel, root, post);
  workspace.emit(messageEvent(channel, post, message), channel.id);
  return post;
}

/** Changes a message's content and tells about it. */
export function editPost(
  workspace: Workspace,
  channel: SlackChannel,
  post: SlackPost,
  editorId: string,
  change: Partial<SlackMessage>,
): void {
  const previous = { ...post.message };
  Object.assign(post.message, change);
  post.message.edited = { user: editorId, ts: workspace.nextTs() };
  emitChanged(workspace, channel, post, previous);
}

/** Deletes a message; a root with replies stays behind as a tombstone, as in Slack. */
export function removePost(workspace: Workspace, channel: SlackChannel, post: SlackPost): void {
  const { ts, thread_ts: threadTs } = post.message;
  const previous = { ...post.message };
  if (channel.replies.get(ts)?.length) {
    post.message = {
      type: 'message',
      subtype: 'tombstone',
      ts,
      thread_ts: ts,
      text: 'This message was deleted.',
      user: 'USLACKBOT',
      hidden: true,
    };
    post.authorId = 'USLACKBOT';
    return emitChanged(workspace, channel, post, previous);
  }
  forget(channel, post);
  workspace.emit(
    {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel: channel.id,
      channel_type: channelType(channel),
      ts: workspace.nextTs(),
      deleted_ts: ts,
      previous_message: previous,
    },
    channel.id,
  );
  if (threadTs !== undefined && threadTs !== ts) dropEmptyTombstone(workspace, channel, threadTs);
}

/** Adds somebody's emoji; refuses a second of the same. */
export function addReaction(
  workspace: Workspace,
  channel: SlackChannel,
  post: SlackPost,
  userId: string,
  name: string,
): void {
  const reactions = (post.message.reactions ??= []);
  const reaction = reactions.find((each) => each.name === name);
  if (reaction?.users.includes(userId)) refuse('already_reacted');
  if (reaction) reaction.users.push(userId);
  else reactions.push({ name, users: [userId] });
  workspace.emit(reactionEvent('reaction_added', post, userId, name), channel.id);
}

/** Takes somebody's emoji back; refuses when it is not there. */
export function removeReaction(
  workspace: Workspace,
  channel: SlackChannel,
  post: SlackPost,
  userId: string,
  name: string,
): void {
  const reaction = post.message.reactions?.find((each) => each.name === name);
  if (!reaction?.users.includes(userId)) return refuse('no_reaction');
  reaction.users = reaction.users.filter((each) => each !== userId);
  if (reaction.users.length === 0) {
    post.message.reactions = post.message.reactions?.filter((each) => each !== reaction) ?? [];
  }
  if (post.message.reactions?.length === 0) delete post.message.reactions;
  workspace.emit(reactionEvent('reaction_removed', post, userId, name), channel.id);
}

/** Tells that a message changed, for instance because Slack unfurled a link. */
export function emitChanged(
  workspace: Workspace,
  channel: SlackChannel,
  post: SlackPost,
  previous: SlackMessage,
): void {
  workspace.emit(
    {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: channel.id,
      channel_type: channelType(channel),
      ts: workspace.nextTs(),
      message: { ...post.message },
      previous_message: previous,
    },
    channel.id,
  );
}

/** The root that a reply goes under; a reply itself can't be replied to. */
function getRoot(channel: SlackChannel, threadTs: string): SlackPost {
  const root = channel.byTs.get(threadTs);
  if (!root) return refuse('thread_not_found');
  const { thread_ts: parent, ts } = root.message;
  return parent !== undefined && parent !== ts ? refuse('cannot_reply_to_message') : root;
}

function writeMessage(workspace: Workspace, draft: PostDraft, root: SlackPost | undefined): SlackMessage {
  const message: SlackMessage = { type: 'message', ts: workspace.nextTs(), text: draft.text, team: workspace.teamId };
  if (draft.clientMsgId !== undefined) message.client_msg_id = draft.clientMsgId;
  if (draft.isFromApp) Object.assign(message, appFields(workspace, draft));
  else message.user = draft.authorId;
  if (draft.blocks) message.blocks = draft.blocks;
  if (draft.attachments) message.attachments = draft.attachments;
  if (draft.metadata) message.metadata = draft.metadata;
  if (draft.subtype) message.subtype = draft.subtype;
  if (draft.files?.length) Object.assign(message, { subtype: 'file_share', files: draft.files, upload: false });
  if (root) {
    message.thread_ts = root.message.ts;
    message.parent_user_id = root.message.user ?? root.authorId;
  }
  return message;
}

/** With a name of its own an app's message is a `bot_message` without user; else it has all ids. */
function appFields({ app, botId, teamId }: Workspace, draft: PostDraft): Partial<SlackMessage> {
  const ids = { bot_id: botId, app_id: app.id };
  if (draft.username !== undefined || draft.icons !== undefined) {
    const icons = draft.icons ? { icons: draft.icons } : {};
    return { subtype: 'bot_message', username: draft.username ?? app.name, ...icons, ...ids };
  }
  const profile = { id: botId, app_id: app.id, name: app.name, deleted: false, team_id: teamId };
  return { user: draft.authorId, ...ids, bot_profile: profile };
}

function addReply(channel: SlackChannel, root: SlackPost, reply: SlackPost): void {
  root.message.thread_ts = root.message.ts;
  const replies = channel.replies.get(root.message.ts);
  if (replies) replies.push(reply);
  else channel.replies.set(root.message.ts, [reply]);
}

function forget(channel: SlackChannel, post: SlackPost): void {
  const { ts, thread_ts: threadTs } = post.message;
  channel.byTs.delete(ts);
  channel.posts.splice(channel.posts.indexOf(post), 1);
  channel.replies.delete(ts);
  if (threadTs === undefined || threadTs === ts) return;
  const left = (channel.replies.get(threadTs) ?? []).filter((reply) => reply !== post);
  if (left.length > 0) return void channel.replies.set(threadTs, left);
  channel.replies.delete(threadTs);
  delete channel.byTs.get(threadTs)?.message.thread_ts;
}

function dropEmptyTombstone(workspace: Workspace, channel: SlackChannel, rootTs: string): void {
  const root = channel.byTs.get(rootTs);
  if (root?.message.subtype === 'tombstone' && !channel.replies.has(rootTs)) removePost(workspace, channel, root);
}

function messageEvent(channel: SlackChannel, post: SlackPost, message: SlackMessage): SlackEvent {
  const root = post.isBroadcast && message.thread_ts ? channel.byTs.get(message.thread_ts)?.message : undefined;
  return {
    ...message,
    channel: channel.id,
    channel_type: channelType(channel),
    event_ts: message.ts,
    ...(root ? { root: { ...root } } : {}),
  };
}

function reactionEvent(type: string, post: SlackPost, userId: string, reaction: string): SlackEvent {
  const item = { type: 'message', channel: post.channelId, ts: post.message.ts };
  return { type, user: userId, reaction, item, item_user: post.authorId };
}

/** The word for a conversation's kind in message events. */
export function channelType(channel: SlackChannel): string {
  return { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' }[channel.kind];
}
