import { createHmac } from 'node:crypto';
import { createSlackId } from './ids.ts';
import type { SlackChange } from './model.ts';
import type { Workspace } from './workspace.ts';

/** What the Events API posts and Socket Mode carries around an event. */
export interface EventEnvelope extends Record<string, unknown> {
  event_id: string;
}

/** Puts an event, as it is now, into a fresh envelope. */
export function wrapEvent(workspace: Workspace, change: SlackChange): EventEnvelope {
  const { teamId, installation, app } = workspace;
  const channel = change.channelId === undefined ? undefined : workspace.channels.get(change.channelId);
  return {
    token: 'unused',
    team_id: teamId,
    context_team_id: teamId,
    context_enterprise_id: null,
    api_app_id: app.id,
    event: structuredClone(change.event),
    type: 'event_callback',
    event_id: createSlackId('Ev'),
    event_time: Math.floor(Date.now() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: teamId,
        user_id: installation?.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel?.isExtShared ?? false,
    event_context: createSlackId('4-'),
  };
}

/** Slack's headers over a body: HMAC-SHA256 of "v0:timestamp:body". */
export function signRequest(
  signingSecret: string,
  body: string,
  seconds = Math.floor(Date.now() / 1000),
): Record<string, string> {
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${signature}` };
}

/** An event's type, with its subtype behind a dot. */
export function nameEvent({ event }: SlackChange): string {
  return typeof event['subtype'] === 'string' ? `${event.type}.${event['subtype']}` : event.type;
}

/** Only events of conversations that the bot is in, and only with the scope that reading them needs. */
export function isMeantForApp(workspace: Workspace, { channelId, event }: SlackChange): boolean {
  const { installation } = workspace;
  if (!installation) return false;
  const channel = channelId === undefined ? undefined : workspace.channels.get(channelId);
  if (channel && !channel.members.has(installation.botUserId)) return false;
  const family = channel ? { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }[channel.kind] : '';
  const needed =
    SCOPE_OF_EVENT[event.type] ??
    (event.type === 'message' ? `${family}:history` : channel ? `${family}:read` : undefined);
  return needed === undefined || installation.botScopes.includes(needed);
}

const SCOPE_OF_EVENT: Record<string, string> = {
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  user_change: 'users:read',
  team_join: 'users:read',
};
