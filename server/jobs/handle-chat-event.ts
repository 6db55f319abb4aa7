import { handleChatEvents, type Inbox } from '#server/domain/chat/index.ts';
import { handleJob, type JobHandler } from '#server/ports/queue.ts';

/** Events younger than this are still with the server that stored them. */
const youngMs = 1500;

/** Handles events that were stored and not handled: their server died, or they were postponed. */
export function createHandleChatEvent(inbox: Inbox): JobHandler {
  return handleJob(
    handleChatEvents,
    async () => {
      await inbox.catchUp(youngMs);
    },
    { cron: '* * * * *' },
  );
}
