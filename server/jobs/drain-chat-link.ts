import { drainLink } from '#server/domain/chat/index.ts';
import { drainChatLink } from '#server/domain/discussions/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Sends what waits for one link to the chat, in order; comes back when what is next is due. */
export function createDrainChatLink(ports: ChatPorts): JobHandler {
  return handleJob(drainChatLink, async (at, { signal }) => {
    const waits = await drainLink(ports, at, signal);
    if (waits !== undefined) throw new RunAgain(waits.waitMs);
  });
}
