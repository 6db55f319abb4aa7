import { LogLevel, WebClient, type ChatPostMessageArguments, type ChatPostMessageResponse } from '@slack/web-api';
import type { SlackStandIn } from './index.ts';

/** Every scope that the app asks for, and a few that only tests need. */
export const ALL_BOT_SCOPES = [
  'chat:write',
  'chat:write.customize',
  'channels:read',
  'channels:history',
  'channels:join',
  'channels:manage',
  'groups:read',
  'groups:history',
  'groups:write',
  'im:write',
  'im:history',
  'mpim:write',
  'mpim:history',
  'mpim:read',
  'users:read',
  'users:read.email',
  'reactions:write',
  'reactions:read',
  'files:write',
  'files:read',
  'team:read',
];

/** Slack's own client as the server uses it: no retries of its own, limits told to the caller. */
export function createTestClient(slack: SlackStandIn, token: string | undefined, timeoutMs = 0): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
    logger: SILENT,
  });
}

/** Posts, and returns the new message's id. */
export async function post(client: WebClient, message: ChatPostMessageArguments): Promise<string> {
  const answer = (await client.apiCall('chat.postMessage', { ...message })) as ChatPostMessageResponse;
  return answer.ts ?? '';
}

/** What a call ended with: "ok", Slack's error code, or the code of the client's own error. */
export async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    if (typeof error !== 'object' || error === null) return String(error);
    if ('data' in error && typeof error.data === 'object' && error.data !== null && 'error' in error.data)
      return String(error.data.error);
    return 'code' in error ? String(error.code) : String(error);
  }
}

/** A logger for clients whose failures are what a test is about. */
export const SILENT = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
