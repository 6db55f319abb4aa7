import {
  createTRPCClient,
  httpLink,
  httpSubscriptionLink,
  splitLink,
  TRPCClientError,
  type TRPCClient,
} from '@trpc/client';
import { sayProblem } from '#extension/messaging/say.ts';
import { t } from '#extension/language/t.ts';
import { ProblemView } from '#shared/contract/problem.ts';
import type { AppRouter } from '#server/edges/trpc/router.ts';
import { RequestRefused } from '../../messaging/answer-request.ts';
import { AnsweredElsewhere, askServer } from './ask-server.ts';
import { FetchEventSource, type FetchEventSourceInit } from './fetch-event-source.ts';

export type Api = TRPCClient<AppRouter>;

/** Where requests go and as whom. */
export interface Credentials {
  serverUrl: string;
  token: string;
  /** Null before a team is chosen. */
  teamId: string | null;
}

export interface ApiOptions {
  /** Called whenever the server said anything. */
  onHeard?: () => void;
}

const answerWithinMs = 20_000;
/** The server pings every 20 s. */
const silenceMs = 45_000;

/** The server as the worker talks to it, with one person's token. Calls throw; `readProblem` reads what they throw. */
export function createApi(credentials: Credentials, options: ApiOptions = {}): Api {
  const url = `${credentials.serverUrl}/trpc`;
  const headers = requestHeaders(credentials);
  const onHeard = options.onHeard ?? (() => undefined);
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: httpSubscriptionLink<AppRouter, typeof FetchEventSource>({
          url,
          EventSource: FetchEventSource,
          eventSourceOptions: { headers, onHeard, silenceMs } satisfies FetchEventSourceInit,
        }),
        false: httpLink({
          url,
          headers,
          // A thread of many people asks with more hashes than an address can hold.
          methodOverride: 'POST',
          fetch: async (input, init) => {
            const signals = [AbortSignal.timeout(answerWithinMs), ...(init?.signal ? [init.signal] : [])];
            const signal = AbortSignal.any(signals);
            const response = await askServer(input as string, { ...(init as RequestInit), signal });
            onHeard();
            return response;
          },
        }),
      }),
    ],
  });
}

/** What every request of a signed-in person carries. */
export function requestHeaders(credentials: Credentials): Record<string, string> {
  const headers = { authorization: `Bearer ${credentials.token}` };
  return credentials.teamId === null ? headers : { ...headers, 'x-sidethread-team': credentials.teamId };
}

/** What went wrong with a request, as a sentence. */
export function readProblem(error: unknown): ProblemView {
  if (error instanceof RequestRefused) return error.problem;
  const data: unknown = error instanceof TRPCClientError ? error.data : undefined;
  const said = ProblemView.safeParse(isRecord(data) ? data['problem'] : undefined);
  if (said.success) return sayProblem(said.data);
  return error instanceof TRPCClientError && error.cause instanceof AnsweredElsewhere ? elsewhere : unreachable;
}

/** The server did not answer, or not as our server does. */
export const unreachable: ProblemView = {
  code: 'unavailable',
  get message() {
    return t('failure.serverAway');
  },
};

/** What answers is not our server. */
const elsewhere: ProblemView = {
  code: 'unavailable',
  get message() {
    return t('failure.elsewhere');
  },
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
