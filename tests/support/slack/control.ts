import { AppControl, memberId } from './app-control.ts';
import { auditWorkspace, type Audit, type ReadMessageId } from './audit.ts';
import { createSlackId } from './ids.ts';
import type { SlackChange, SlackChannel, SlackFile, SlackMessage, SlackPost, SlackUser } from './model.ts';
import { addPost, addReaction, editPost, emitChanged, removePost, removeReaction } from './posts.ts';
import { writeRichText } from './rich-text.ts';
import { guessType, viewFile } from './web-api/files.ts';
import { viewMessage } from './web-api/views.ts';
import type { ChannelDraft, UserDraft, Workspace } from './workspace.ts';

/** A person's new message. Channels go by id or name, people by id, handle or e-mail. */
export interface Saying {
  channel: string;
  user: string;
  /** Slack's markup, as it stands in messages: `&`, `<` and `>` escaped, `<@U…>` for mentions. */
  text: string;
  threadTs?: string;
  /** Shows a reply in the channel too. */
  broadcast?: boolean;
  files?: { name: string; data: Uint8Array | string }[];
}

/** Names a message. */
export interface MessageRef {
  channel: string;
  ts: string;
}

/** What people do in Slack, and what administrators and Slack itself do, without a token. */
export class SlackControl extends AppControl {
  /** Posts as a person who is in the channel; returns the message's id. */
  say(saying: Saying): string {
    const { workspace, channel } = this.#place(saying.channel);
    const user = workspace.getUser(saying.user);
    if (!channel.members.has(user.id)) throw new Error(`${user.name} is not in ${channel.name}`);
    if (channel.isArchived) throw new Error(`${channel.name} is archived`);
    const files = (saying.files ?? []).map(({ name, data }) => addFile(workspace, user, name, data));
    const post = addPost(workspace, channel, {
      authorId: user.id,
      text: saying.text,
      threadTs: saying.threadTs,
      isBroadcast: saying.broadcast,
      clientMsgId: crypto.randomUUID(),
      ...withRichText(saying.text),
      files: files.map((file) => viewFile(this.state.url, file)),
    });
    for (const file of files)
      file.shares.push({ channelId: channel.id, ts: post.message.ts, threadTs: saying.threadTs });
    return post.message.ts;
  }

  /** Changes a message as its author; `text` is Slack's markup, as in `say`. */
  edit(ref: MessageRef, text: string): void {
    const { workspace, channel, post } = this.#post(ref);
    editPost(workspace, channel, post, post.authorId, { text, ...withRichText(text) });
  }

  /** Deletes a message, as its author or an administrator. */
  remove(ref: MessageRef): void {
    const { workspace, channel, post } = this.#post(ref);
    removePost(workspace, channel, post);
  }

  /** Adds a person's emoji. */
  react(ref: MessageRef & { user: string; name: string }): void {
    const { workspace, channel, post } = this.#post(ref);
    addReaction(workspace, channel, post, workspace.getUser(ref.user).id, ref.name);
  }

  /** Takes a person's emoji back. */
  unreact(ref: MessageRef & { user: string; name: string }): void {
    const { workspace, channel, post } = this.#post(ref);
    removeReaction(workspace, channel, post, workspace.getUser(ref.user).id, ref.name);
  }

  /** Unfurls a link, which Slack tells as a changed message with the same text. */
  unfurl(ref: MessageRef, url: string): void {
    const { workspace, channel, post } = this.#post(ref);
    const previous = { ...post.message };
    post.message.attachments = [{ from_url: url, original_url: url, title: url, fallback: url, id: 1 }];
    emitChanged(workspace, channel, post, previous);
  }

  /** Lets somebody (or the app: "bot") into a channel. */
  join(channelName: string, user: string): void {
    const { workspace, channel } = this.#place(channelName);
    workspace.join(channel, memberId(workspace, user));
  }

  /** Takes somebody (or the app: "bot") out of a channel. */
  leave(channelName: string, user: string): void {
    const { workspace, channel } = this.#place(channelName);
    workspace.leave(channel, memberId(workspace, user));
  }

  archive(channelName: string): void {
    this.#setArchived(channelName, true);
  }

  unarchive(channelName: string): void {
    this.#setArchived(channelName, false);
  }

  rename(channelName: string, name: string): void {
    const { workspace, channel } = this.#place(channelName);
    channel.name = name;
    workspace.emit({ type: 'channel_rename', channel: { id: channel.id, name, created: channel.created } }, channel.id);
  }

  /** Connects a channel to another organisation (`pending` while they have not accepted), or ends it (`off`). */
  shareExternally(channelName: string, how: 'on' | 'pending' | 'off' = 'on'): void {
    const { workspace, channel } = this.#place(channelName);
    channel.isExtShared = how === 'on';
    channel.isPendingExtShared = how === 'pending';
    if (how === 'pending') return;
    const others = {
      connected_team_id: 'T0STRANGER',
      ...(how === 'off' ? { previously_connected_team_id: 'T0STRANGER', is_ext_shared: false } : {}),
    };
    workspace.emit(
      { type: how === 'on' ? 'channel_shared' : 'channel_unshared', channel: channel.id, ...others },
      channel.id,
    );
  }

  addUser(draft: UserDraft, workspace = this.workspace): SlackUser {
    const user = workspace.addUser(draft);
    workspace.emit({ type: 'team_join', user: { id: user.id, team_id: user.teamId, name: user.name } });
    return user;
  }

  /** Changes a person (name, picture, guest, deleted …) and tells about it. */
  changeUser(reference: string, change: Partial<SlackUser>): SlackUser {
    const user = Object.assign(this.workspace.getUser(reference), change);
    const profile = { real_name: user.realName, display_name: user.displayName, image_72: user.image };
    this.workspace.emit({
      type: 'user_change',
      user: {
        id: user.id,
        team_id: user.teamId,
        name: user.name,
        deleted: user.deleted,
        is_restricted: user.isRestricted,
        is_ultra_restricted: user.isUltraRestricted,
        is_bot: user.isBot,
        profile,
      },
      cache_ts: Math.floor(Date.now() / 1000),
    });
    return user;
  }

  addChannel(draft: ChannelDraft, workspace = this.workspace): SlackChannel {
    return workspace.addChannel(draft);
  }

  /** Every message of a channel, replies too, with metadata, oldest first. */
  messages(channelName: string): SlackMessage[] {
    const { channel } = this.#place(channelName);
    return channel.posts.map((post) => viewMessage(channel, post, true));
  }

  /** A thread: its root, then its replies, oldest first. */
  thread(channelName: string, ts: string): SlackMessage[] {
    const { channel } = this.#place(channelName);
    const root = channel.byTs.get(ts);
    const posts = root ? [root, ...(channel.replies.get(ts) ?? [])] : [];
    return posts.map((post) => viewMessage(channel, post, true));
  }

  /** A message with what the wire does not tell (unfurl flags, broadcast); undefined when there is none. */
  findPost({ channel, ts }: MessageRef): SlackPost | undefined {
    return this.#place(channel).channel.byTs.get(ts);
  }

  /** How often each message of the app exists, and in which order. */
  audit(readId?: ReadMessageId, workspace = this.workspace): Audit {
    return auditWorkspace(workspace, readId);
  }

  /** Hears of everything that happens in any workspace; the returned function ends it. */
  onChange(listener: (change: SlackChange) => void): () => void {
    const ends = [...this.state.workspaces.values()].map((workspace) => workspace.onChange(listener));
    return () => ends.forEach((end) => end());
  }

  #place(reference: string): { workspace: Workspace; channel: SlackChannel } {
    for (const workspace of this.state.workspaces.values()) {
      const channel = workspace.channels.get(reference);
      if (channel) return { workspace, channel };
    }
    return { workspace: this.workspace, channel: this.workspace.getChannel(reference) };
  }

  #post(ref: MessageRef): { workspace: Workspace; channel: SlackChannel; post: SlackPost } {
    const place = this.#place(ref.channel);
    const post = place.channel.byTs.get(ref.ts);
    if (!post) throw new Error(`${place.channel.name} has no message ${ref.ts}`);
    return { ...place, post };
  }

  #setArchived(channelName: string, isArchived: boolean): void {
    const { workspace, channel } = this.#place(channelName);
    channel.isArchived = isArchived;
    const prefix = channel.kind === 'private' ? 'group' : 'channel';
    const type = `${prefix}_${isArchived ? 'archive' : 'unarchive'}`;
    workspace.emit({ type, channel: channel.id, user: channel.creator }, channel.id);
  }
}

/** What people type carries a rich text beside the plain one. */
function withRichText(text: string): { blocks?: unknown[] } {
  const blocks = writeRichText(text);
  return blocks.length > 0 ? { blocks } : {};
}

function addFile(workspace: Workspace, user: SlackUser, name: string, data: Uint8Array | string): SlackFile {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const file: SlackFile = {
    id: createSlackId('F'),
    name,
    title: name,
    mimetype: guessType(name),
    size: bytes.length,
    userId: user.id,
    created: Math.floor(Date.now() / 1000),
    altText: undefined,
    data: bytes,
    state: 'shared',
    shares: [],
  };
  workspace.files.set(file.id, file);
  return file;
}
