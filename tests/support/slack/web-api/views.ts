import type { SlackChannel, SlackMessage, SlackPost, SlackUser } from '../model.ts';
import type { Workspace } from '../workspace.ts';
import type { AuthedCall } from './api-call.ts';

/** A message as history and replies show it: metadata only on request, a root with its counts. */
export function viewMessage(channel: SlackChannel, post: SlackPost, hasMetadata: boolean): SlackMessage {
  const { metadata, ...rest } = post.message;
  const message: SlackMessage & Record<string, unknown> = hasMetadata && metadata ? { ...rest, metadata } : rest;
  const replies = channel.replies.get(message.ts);
  if (!replies) return message;
  const users = [...new Set(replies.map((reply) => reply.authorId))];
  return Object.assign(message, {
    reply_count: replies.length,
    reply_users_count: users.length,
    reply_users: users.slice(0, 5),
    latest_reply: replies.at(-1)?.message.ts,
    is_locked: false,
    subscribed: false,
  });
}

/** A user as `users.*` shows it; the e-mail only with `users:read.email`, and only once confirmed. */
export function viewUser(user: SlackUser, hasEmail: boolean): Record<string, unknown> {
  const email = hasEmail && user.email !== undefined && !user.isBot ? { email: user.email } : {};
  const images = Object.fromEntries([24, 32, 48, 72, 192, 512].map((size) => [`image_${size}`, user.image]));
  return {
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    real_name: user.realName,
    tz: 'Europe/Rome',
    profile: {
      title: user.title,
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.displayName,
      display_name_normalized: user.displayName,
      team: user.teamId,
      ...images,
      ...email,
      ...(user.isBot ? { bot_id: user.botId, api_app_id: user.appId } : {}),
    },
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.isRestricted,
    is_ultra_restricted: user.isUltraRestricted,
    is_bot: user.isBot,
    is_app_user: false,
    is_stranger: user.isStranger,
    is_email_confirmed: user.isEmailConfirmed,
    updated: 0,
  };
}

/** A conversation as `conversations.*` shows it to the caller. */
export function viewChannel(call: AuthedCall, channel: SlackChannel): Record<string, unknown> {
  const common = {
    id: channel.id,
    created: channel.created,
    creator: channel.creator,
    is_archived: channel.isArchived,
  };
  if (channel.kind === 'im') {
    const other = [...channel.members].find((member) => member !== call.token.userId) ?? call.token.userId;
    return { ...common, is_im: true, user: other, is_user_deleted: false, is_open: true };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'public',
    is_general: channel.name === 'general',
    is_member: channel.members.has(call.token.userId),
    is_shared: channel.isExtShared,
    is_ext_shared: channel.isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: channel.isPendingExtShared,
    pending_shared: [],
    context_team_id: call.workspace.teamId,
    topic: { value: channel.topic, creator: channel.creator, last_set: channel.created },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
  };
}

/** Where a person reads a message in Slack's own client. */
export function viewPermalink(workspace: Workspace, channel: SlackChannel, post: SlackPost): string {
  const { ts, thread_ts: threadTs } = post.message;
  const link = `https://${workspace.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
  return threadTs !== undefined && threadTs !== ts ? `${link}?thread_ts=${threadTs}&cid=${channel.id}` : link;
}
