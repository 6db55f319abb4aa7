import { copyChatFile, copyFile } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

/** Copies a file that somebody shared in the chat. */
export function createCopyChatFile(ports: ChatPorts): JobHandler {
  return handleJob(copyChatFile, async (at, { attempt, maxAttempts }) => {
    const waitMs = await copyFile(ports, at, attempt >= maxAttempts);
    if (waitMs !== undefined) throw new RunAgain(waitMs);
  });
}
