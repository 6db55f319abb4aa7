import { mirrorPrivateDiscussions } from '#server/domain/chat/index.ts';
import { mirrorPrivate } from '#server/domain/discussions/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { handleJob, RunAgain, type JobHandler } from '#server/ports/queue.ts';

const retryMs = 5000;

/** Opens the group messages of private discussions whose people changed; all are looked at now and then besides. */
export function createMirrorPrivateDiscussions(ports: ChatPorts): JobHandler {
  return handleJob(
    mirrorPrivate,
    async ({ teamId }) => {
      const left = await mirrorPrivateDiscussions(ports, teamId);
      if (left > 0) throw new RunAgain(ports.clock.scaled(retryMs));
    },
    { cron: '*/10 * * * *' },
  );
}
