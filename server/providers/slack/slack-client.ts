import { LogLevel, WebClient, type Logger as SlackLogger } from '@slack/web-api';
import type { ChatOutcome } from '#server/ports/chat.ts';
import { done, outcomeOf } from './outcome.ts';

export interface SlackSettings {
  /** With a trailing slash. */
  readonly apiUrl: string;
  readonly authorizeUrl: string;
  readonly client: { readonly clientId: string; readonly clientSecret: string } | undefined;
  /** After this long without an answer a call's outcome counts as unclear. */
  readonly timeoutMs: number;
}

/** Makes calls of Slack's Web API, each exactly once. */
export interface SlackClient {
  readonly settings: SlackSettings;
  /** Runs `perform` with a client under the access's token and turns every failure into an outcome. */
  call<Value>(token: string | undefined, perform: (web: WebClient) => Promise<Value>): Promise<ChatOutcome<Value>>;
}

const silent: SlackLogger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

const mostClients = 500;

/** The client's own repeats are off (it would repeat a post after a lost answer); so is its log, which shows text. */
export function createSlackClient(settings: SlackSettings): SlackClient {
  const clients = new Map<string, WebClient>();
  const clientFor = (token: string | undefined): WebClient => {
    const key = token ?? '';
    const known = clients.get(key);
    if (known !== undefined) return known;
    if (clients.size >= mostClients) clients.clear();
    const web = new WebClient(token, {
      slackApiUrl: settings.apiUrl,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      timeout: settings.timeoutMs,
      allowAbsoluteUrls: false,
      logger: silent,
    });
    clients.set(key, web);
    return web;
  };
  return {
    settings,
    call: async (token, perform) => {
      try {
        return done(await perform(clientFor(token)));
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** Applies `change` to a call's value; other outcomes pass as they are. */
export function mapDone<From, To>(outcome: ChatOutcome<From>, change: (value: From) => To): ChatOutcome<To> {
  return outcome.outcome === 'done' ? done(change(outcome.value)) : outcome;
}

/** Where a person reads a message in Slack; `workspaceUrl` with a trailing slash, or empty when not known. */
export function permalink(workspaceUrl: string, channelId: string, ts: string, threadTs: string | null): string | null {
  if (workspaceUrl === '') return null;
  const link = `${workspaceUrl}archives/${channelId}/p${ts.replace('.', '')}`;
  return threadTs === null || threadTs === ts ? link : `${link}?thread_ts=${threadTs}&cid=${channelId}`;
}
