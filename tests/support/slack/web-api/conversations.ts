import type { SlackChannel } from '../model.ts';
import { refuse } from '../refusal.ts';
import {
  channelScope,
  getJoinedChannel,
  getVisibleChannel,
  paginate,
  requireScope,
  type ApiMethods,
  type AuthedCall,
} from './api-call.ts';
import { viewChannel } from './views.ts';

export const CONVERSATION_METHODS: ApiMethods = {
  'conversations.list': { tier: 2, run: listConversations },
  'conversations.info': { tier: 3, run: getInfo },
  'conversations.members': { tier: 4, run: listMembers },
  'conversations.open': { tier: 3, run: openConversation },
  'conversations.join': { tier: 3, run: joinChannel },
  'conversations.invite': { tier: 3, run: inviteUsers },
  'conversations.leave': { tier: 3, run: leaveChannel },
};

const TYPES = { public_channel: 'public', private_channel: 'private', im: 'im', mpim: 'mpim' } as const;
const SCOPES = { public: 'channels:read', private: 'groups:read', im: 'im:read', mpim: 'mpim:read' } as const;

function listConversations(call: AuthedCall): Record<string, unknown> {
  const wanted = (call.args.text('types') ?? 'public_channel').split(',').map((type) => readType(type.trim()));
  for (const kind of wanted) requireScope(call.token, SCOPES[kind]);
  const isWithoutArchived = call.args.flag('exclude_archived') === true;
  const channels = [...call.workspace.channels.values()].filter(
    (channel) =>
      wanted.includes(channel.kind) &&
      !(isWithoutArchived && channel.isArchived) &&
      (channel.kind === 'public' || channel.members.has(call.token.userId)),
  );
  const { page, next } = paginate(call, channels, 100, 1000);
  return { channels: page.map((channel) => viewChannel(call, channel)), response_metadata: { next_cursor: next } };
}

function readType(type: string): (typeof TYPES)[keyof typeof TYPES] {
  return type in TYPES ? TYPES[type as keyof typeof TYPES] : refuse('invalid_types');
}

function getInfo(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  requireScope(call.token, channelScope(channel, 'read'));
  const { num_members: count, ...view } = viewChannel(call, channel);
  return { channel: call.args.flag('include_num_members') ? { ...view, num_members: count } : view };
}

function listMembers(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  requireScope(call.token, channelScope(channel, 'read'));
  const { page, next } = paginate(call, [...channel.members], 100, 1000);
  return { members: page, response_metadata: { next_cursor: next } };
}

function openConversation(call: AuthedCall): Record<string, unknown> {
  const given = call.args.text('channel');
  if (given !== undefined) return { channel: viewOpened(call, getJoinedChannel(call, given)) };
  const ids = call.args
    .required('users', 'users_list_not_supplied')
    .split(',')
    .map((id) => id.trim());
  if (ids.length > 8) refuse('too_many_users');
  return { channel: viewOpened(call, openDirect(call, ids)) };
}

function viewOpened(call: AuthedCall, channel: SlackChannel): Record<string, unknown> {
  return call.args.flag('return_im') ? viewChannel(call, channel) : { id: channel.id };
}

/** The direct or group message with exactly these people; made when it is not there yet. */
export function openDirect(call: AuthedCall, userIds: string[]): SlackChannel {
  for (const id of userIds) {
    const user = call.workspace.users.get(id) ?? refuse('user_not_found');
    if (user.deleted) refuse('user_disabled');
  }
  const members = [...new Set([...userIds, call.token.userId])];
  const kind = members.length > 2 ? 'mpim' : 'im';
  requireScope(call.token, `${kind}:write`, ...(kind === 'im' ? ['chat:write'] : []));
  const existing = [...call.workspace.channels.values()].find(
    (channel) =>
      channel.kind === kind &&
      channel.members.size === members.length &&
      members.every((id) => channel.members.has(id)),
  );
  if (existing) return existing;
  const name = `mpdm-${members.map((id) => call.workspace.users.get(id)?.name ?? id).join('--')}-1`;
  return call.workspace.addChannel({ name: kind === 'im' ? '' : name, kind, members });
}

function joinChannel(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  requireScope(call.token, 'channels:join', 'channels:write');
  if (channel.kind !== 'public') refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) refuse('is_archived');
  const isNew = call.workspace.join(channel, call.token.userId);
  const warning = isNew
    ? {}
    : { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
  return { channel: viewChannel(call, channel), ...warning };
}

function inviteUsers(call: AuthedCall): Record<string, unknown> {
  const channel = getJoinedChannel(call);
  requireScope(call.token, ...INVITE_SCOPES[channel.kind]);
  if (channel.kind === 'im' || channel.kind === 'mpim') refuse('method_not_supported_for_channel_type');
  if (channel.isArchived) refuse('is_archived');
  const ids = call.args.required('users', 'no_user').split(',');
  for (const id of ids) if (!call.workspace.users.has(id.trim())) refuse('user_not_found');
  const fresh = ids.filter((id) => !channel.members.has(id.trim()));
  if (fresh.length === 0) refuse('already_in_channel');
  for (const id of fresh) call.workspace.join(channel, id.trim(), call.token.userId);
  return { channel: viewChannel(call, channel) };
}

const INVITE_SCOPES: Record<SlackChannel['kind'], string[]> = {
  public: ['channels:write.invites', 'channels:manage', 'channels:write'],
  private: ['groups:write.invites', 'groups:write'],
  im: ['im:write'],
  mpim: ['mpim:write'],
};

function leaveChannel(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  requireScope(call.token, channel.kind === 'private' ? 'groups:write' : 'channels:manage', 'channels:write');
  if (channel.isArchived) refuse('is_archived');
  return call.workspace.leave(channel, call.token.userId) ? {} : { not_in_channel: true };
}
