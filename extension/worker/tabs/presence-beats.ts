import browser from 'webextension-polyfill';
import type { Input } from '../../messaging/protocol.ts';
import type { ViewSender } from '../../messaging/sender.ts';
import type { Core } from '../core.ts';

type Beat = Input<'presence.beat'>;

/** Who is where, as the tabs of this browser tell it. */
export interface PresenceBeats {
  beat(sender: ViewSender, input: Beat): Promise<void>;
}

/**
 * Passes the tabs' beats on for this device as a whole: a discussion is left only when no tab has it open any more. A
 * tab that closes has no time to say so; it is said for it here.
 */
export function createPresenceBeats(core: Core): PresenceBeats {
  const open = new Map<number, string>();
  const send = (input: Beat): Promise<unknown> => core.call((api) => api.presence.beat.mutate(input));

  async function leave(tabId: number, discussionId: string): Promise<void> {
    if (open.get(tabId) === discussionId) open.delete(tabId);
    if (![...open.values()].includes(discussionId)) await send({ discussionId, state: 'gone' });
  }

  browser.tabs.onRemoved.addListener((tabId) => {
    const discussionId = open.get(tabId);
    // Where the server can't be reached, its own clock ends this presence.
    if (discussionId !== undefined) void leave(tabId, discussionId).catch(() => undefined);
  });

  return {
    async beat({ tabId }, input) {
      if (tabId !== null && input.state === 'gone') return leave(tabId, input.discussionId);
      if (tabId !== null) open.set(tabId, input.discussionId);
      await send(input);
    },
  };
}
