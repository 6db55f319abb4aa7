import { checkChannel, checkChatChannel, readInstallation } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

const retryMs = 5000;

/** Looks at a channel again after something happened there, such as somebody joining. */
export function createCheckChatChannel(ports: ChatPorts): JobHandler {
  return handleJob(checkChatChannel, async ({ teamId, installationId, channelId }) => {
    const installation = await readInstallation(ports.db, teamId, installationId);
    if (installation?.state !== 'active') return;
    const read = await checkChannel(ports, installation, channelId);
    if (read.outcome === 'limited') throw new RunAgain(ports.clock.scaled(read.retryAfterMs));
    if (read.outcome === 'uncertain') throw new RunAgain(ports.clock.scaled(retryMs));
  });
}
