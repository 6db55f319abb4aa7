import { setTimeout as wait } from 'node:timers/promises';
import { reconcileNext, requestDrains, requestReconciliation, type Inbox } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

export interface ChatUpkeep {
  /** Resolves when the last round is over. */
  stop(): Promise<void>;
}

const everyMs = 1000;
const youngMs = 1500;

/**
 * Every second takes up what was left behind by a server that died: events that were stored and not handled, and
 * effects that are due and have no job. Beside it, threads that are due are read again, at the chat's pace. At the
 * start it also asks for the threads to be read again, since nothing says what the chat could not deliver while no
 * server was there.
 */
export function startChatUpkeep(ports: ChatPorts, inbox: Inbox): ChatUpkeep {
  const stopping = new AbortController();
  const rounds = (async () => {
    await attempt(ports, () => requestDrains(ports, 0));
    await attempt(ports, () => requestReconciliation(ports));
    while (!stopping.signal.aborted) {
      await attempt(ports, () => inbox.catchUp(youngMs));
      await attempt(ports, () => requestDrains(ports, youngMs));
      await wait(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  })();
  const reading = keepReconciling(ports, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all([rounds, reading]);
      await inbox.settled();
    },
  };
}

async function keepReconciling(ports: ChatPorts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const waitMs = await attempt(ports, () => reconcileNext(ports));
    await wait(Math.min(waitMs ?? everyMs, everyMs), undefined, { signal }).catch(() => undefined);
  }
}

async function attempt<Value>(ports: ChatPorts, round: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await round();
  } catch (error) {
    ports.logger.warn({ err: error }, 'a round of the chat’s upkeep failed; it is repeated');
    return undefined;
  }
}
