import { createTimestamps } from './clock.ts';
import { createSlackId } from './ids.ts';
import type {
  ChannelKind,
  Installation,
  SlackApp,
  SlackChange,
  SlackChannel,
  SlackEvent,
  SlackFile,
  SlackUser,
} from './model.ts';
import { createPicture } from './pictures.ts';

/** Only the needed parts of a user; the rest has plain defaults. */
export type UserDraft = Partial<SlackUser> & { name: string };

/** Only the needed parts of a channel; members are user ids or handles. */
export interface ChannelDraft {
  id?: string;
  name: string;
  kind?: ChannelKind;
  members?: string[];
  topic?: string;
  isArchived?: boolean;
  isExtShared?: boolean;
  isPendingExtShared?: boolean;
}

/** One Slack workspace: its people, channels, files and the installed app. It knows no HTTP. */
export class Workspace {
  readonly teamId: string;
  readonly name: string;
  readonly domain: string;
  readonly app: SlackApp;
  readonly users = new Map<string, SlackUser>();
  readonly channels = new Map<string, SlackChannel>();
  readonly files = new Map<string, SlackFile>();
  installation: Installation | undefined;
  /** The app's bot id, which also marks what it posts under a person's token. */
  readonly botId = createSlackId('B');
  readonly nextTs = createTimestamps();
  readonly #listeners = new Set<(change: SlackChange) => void>();

  constructor(app: SlackApp, team: { id?: string | undefined; name: string; domain: string }) {
    this.app = app;
    this.teamId = team.id ?? createSlackId('T');
    this.name = team.name;
    this.domain = team.domain;
  }

  /** Tells every listener; the returned function ends it. */
  onChange(listener: (change: SlackChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(event: SlackEvent, channelId?: string): void {
    const change = {
      teamId: this.teamId,
      channelId,
      event: { ...event, event_ts: event['event_ts'] ?? this.nextTs() },
    };
    for (const listener of this.#listeners) listener(change);
  }

  addUser(draft: UserDraft): SlackUser {
    const realName = draft.realName ?? draft.name;
    const user: SlackUser = {
      id: createSlackId('U'),
      teamId: this.teamId,
      realName,
      displayName: draft.name,
      email: undefined,
      image: createPicture(realName),
      title: '',
      isAdmin: false,
      isBot: false,
      isRestricted: false,
      isUltraRestricted: false,
      isStranger: false,
      deleted: false,
      isEmailConfirmed: true,
      botId: undefined,
      appId: undefined,
      ...draft,
    };
    this.users.set(user.id, user);
    return user;
  }

  addChannel(draft: ChannelDraft): SlackChannel {
    const members = (draft.members ?? []).map((member) => this.getUser(member).id);
    const kind = draft.kind ?? 'public';
    const channel: SlackChannel = {
      id: draft.id ?? createSlackId(kind === 'im' ? 'D' : 'C'),
      name: draft.name,
      kind,
      creator: members[0] ?? 'USLACKBOT',
      created: Math.floor(Date.now() / 1000),
      topic: draft.topic ?? '',
      isArchived: draft.isArchived ?? false,
      isExtShared: draft.isExtShared ?? false,
      isPendingExtShared: draft.isPendingExtShared ?? false,
      members: new Set(members),
      posts: [],
      byTs: new Map(),
      replies: new Map(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** Finds a person by id, handle or e-mail. */
  findUser(reference: string): SlackUser | undefined {
    const byId = this.users.get(reference);
    if (byId) return byId;
    const wanted = reference.replace(/^@/, '').toLowerCase();
    return [...this.users.values()].find((user) => user.name === wanted || user.email?.toLowerCase() === wanted);
  }

  /** As findUser; throws when nobody is meant. */
  getUser(reference: string): SlackUser {
    const user = this.findUser(reference);
    if (!user) throw new Error(`The Slack stand-in has no user ${reference}`);
    return user;
  }

  /** Finds a channel by id or name, with or without "#". */
  findChannel(reference: string): SlackChannel | undefined {
    const byId = this.channels.get(reference);
    if (byId) return byId;
    const wanted = reference.replace(/^#/, '');
    return [...this.channels.values()].find((channel) => channel.kind !== 'im' && channel.name === wanted);
  }

  /** As findChannel; throws when there is none. */
  getChannel(reference: string): SlackChannel {
    const channel = this.findChannel(reference);
    if (!channel) throw new Error(`The Slack stand-in has no channel ${reference}`);
    return channel;
  }

  /** Adds a member and tells about it; false when already there. */
  join(channel: SlackChannel, userId: string, inviter?: string): boolean {
    if (channel.members.has(userId)) return false;
    channel.members.add(userId);
    const kind = { channel: channel.id, channel_type: channelLetter(channel), team: this.teamId };
    this.emit({ type: 'member_joined_channel', user: userId, ...kind, ...(inviter ? { inviter } : {}) }, channel.id);
    return true;
  }

  /** Removes a member and tells about it; the app itself hears `channel_left` or `group_left`. */
  leave(channel: SlackChannel, userId: string): boolean {
    if (!channel.members.delete(userId)) return false;
    const kind = { channel: channel.id, channel_type: channelLetter(channel), team: this.teamId };
    this.emit({ type: 'member_left_channel', user: userId, ...kind }, channel.id);
    if (userId === this.installation?.botUserId) {
      const type = channel.kind === 'private' ? 'group_left' : 'channel_left';
      this.emit({ type, channel: channel.id, actor_id: channel.creator });
    }
    return true;
  }

  isBotIn(channel: SlackChannel): boolean {
    return this.installation !== undefined && channel.members.has(this.installation.botUserId);
  }
}

/** Slack's one-letter kind of a conversation, as membership events carry it. */
function channelLetter(channel: SlackChannel): string {
  return channel.kind === 'private' || channel.kind === 'mpim' ? 'G' : 'C';
}
