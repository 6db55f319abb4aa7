import type { SlackChange, SlackMessage } from './model.ts';
import type { ApiCallRecord, SlackState } from './state.ts';

/** A message with its channel's id. */
export interface FoundMessage {
  channel: string;
  message: SlackMessage;
}

/** Resolves with the first message, present or future, that `isMeant` accepts; rejects after `timeoutMs`. */
export function waitForMessage(
  state: SlackState,
  isMeant: (message: SlackMessage, channel: string) => boolean,
  timeoutMs: number,
): Promise<FoundMessage> {
  const find = (change?: SlackChange): FoundMessage | undefined =>
    change === undefined ? findMessage(state, isMeant) : findChanged(state, change, isMeant);
  return waitUntil(state, find, timeoutMs, 'no such message in Slack');
}

/** Resolves when something happens that `isMeant` accepts. */
export function waitForChange(
  state: SlackState,
  isMeant: (change: SlackChange) => boolean,
  timeoutMs: number,
): Promise<SlackChange> {
  let found: SlackChange | undefined;
  return waitUntil(
    state,
    (change) => (found ??= change && isMeant(change) ? change : undefined),
    timeoutMs,
    'no such change in Slack',
  );
}

/** Resolves with the first call, past or future, that `isMeant` accepts. */
export function waitForCall(
  state: SlackState,
  isMeant: (call: ApiCallRecord) => boolean,
  timeoutMs: number,
): Promise<ApiCallRecord> {
  const known = state.calls.find((call) => call.outcome !== '' && isMeant(call));
  if (known) return Promise.resolve(known);
  const { promise, resolve, reject } = Promise.withResolvers<ApiCallRecord>();
  const timer = setTimeout(() => reject(new Error(`no such call of Slack's API within ${timeoutMs} ms`)), timeoutMs);
  const listener = (call: ApiCallRecord): void => void (isMeant(call) && resolve(call));
  state.callListeners.add(listener);
  return promise.finally(() => {
    clearTimeout(timer);
    state.callListeners.delete(listener);
  });
}

function findMessage(
  state: SlackState,
  isMeant: (message: SlackMessage, channel: string) => boolean,
): FoundMessage | undefined {
  for (const workspace of state.workspaces.values()) {
    for (const channel of workspace.channels.values()) {
      const post = channel.posts.find(({ message }) => isMeant(message, channel.id));
      if (post) return { channel: channel.id, message: post.message };
    }
  }
  return undefined;
}

/** Looks at the one message that a change touched, as a look at all of them would be slow. */
function findChanged(
  state: SlackState,
  { teamId, channelId, event }: SlackChange,
  isMeant: (message: SlackMessage, channel: string) => boolean,
): FoundMessage | undefined {
  const subject = event['message'] ?? event['item'] ?? event;
  const channel = state.workspaces.get(teamId)?.channels.get(channelId ?? '');
  const ts = typeof subject === 'object' && subject !== null && 'ts' in subject ? String(subject.ts) : '';
  const post = channel?.byTs.get(ts);
  return channel && post && isMeant(post.message, channel.id)
    ? { channel: channel.id, message: post.message }
    : undefined;
}

function waitUntil<T>(
  state: SlackState,
  find: (change?: SlackChange) => T | undefined,
  timeoutMs: number,
  problem: string,
): Promise<T> {
  const known = find();
  if (known !== undefined) return Promise.resolve(known);
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error(`${problem} within ${timeoutMs} ms`)), timeoutMs);
  const check = (change: SlackChange): void => {
    const found = find(change);
    if (found !== undefined) resolve(found);
  };
  const ends = [...state.workspaces.values()].map((workspace) => workspace.onChange(check));
  return promise.finally(() => {
    clearTimeout(timer);
    ends.forEach((end) => end());
  });
}
