import { addReaction, removeReaction } from '../posts.ts';
import { refuse } from '../refusal.ts';
import type { SlackChannel, SlackPost } from '../model.ts';
import { getJoinedChannel, getPost, getVisibleChannel, type ApiMethods, type AuthedCall } from './api-call.ts';
import { viewMessage } from './views.ts';

export const REACTION_METHODS: ApiMethods = {
  'reactions.add': { tier: 3, scopes: ['reactions:write'], run: (call) => change(call, addReaction) },
  'reactions.remove': { tier: 2, scopes: ['reactions:write'], run: (call) => change(call, removeReaction) },
  'reactions.get': { tier: 3, scopes: ['reactions:read'], run: getReactions },
};

function change(call: AuthedCall, apply: typeof addReaction): Record<string, unknown> {
  const name = checkEmoji(call.args.required('name', 'invalid_name'));
  const channel = getJoinedChannel(call);
  if (channel.isArchived) refuse('is_archived');
  apply(call.workspace, channel, getReacted(call, channel), call.token.userId, name);
  return {};
}

function getReactions(call: AuthedCall): Record<string, unknown> {
  const channel = getVisibleChannel(call);
  const post = getReacted(call, channel);
  return { type: 'message', channel: channel.id, message: viewMessage(channel, post, false) };
}

function getReacted(call: AuthedCall, channel: SlackChannel): SlackPost {
  return getPost(channel, call.args.text('timestamp') ?? refuse('no_item_specified'));
}

/** Names are written without colons, with an optional skin tone. */
function checkEmoji(name: string): string {
  return /^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/.test(name) ? name : refuse('invalid_name');
}
