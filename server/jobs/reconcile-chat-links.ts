import { reconcileChatLinks, reconcileNext } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Reads due threads again, one page at a time and never faster than the chat allows. */
export function createReconcileChatLinks(ports: ChatPorts): JobHandler {
  return handleJob(
    reconcileChatLinks,
    async (_, { signal }) => {
      while (!signal.aborted) {
        const waitMs = await reconcileNext(ports);
        if (waitMs === undefined) return;
        if (waitMs > 0) throw new RunAgain(waitMs);
      }
    },
    { cron: '* * * * *' },
  );
}
