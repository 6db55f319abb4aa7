import { sendNotice, sendNoticeJob } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Says something to one person in the chat. */
export function createSendChatNotice(ports: ChatPorts): JobHandler {
  return handleJob(sendNoticeJob, async (key) => {
    const againMs = await sendNotice(ports, key);
    if (againMs !== undefined) throw new RunAgain(againMs);
  });
}
