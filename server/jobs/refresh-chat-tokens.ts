import { z } from 'zod';
import { refreshTokens } from '#server/domain/chat/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob, handleJob, type JobHandler } from '#server/ports/queue.ts';

const refreshChatTokens = defineJob('refresh-chat-tokens', z.object({}));

/** Renews the chat's tokens well before they expire. */
export function createRefreshChatTokens(ports: ChatPorts): JobHandler {
  return handleJob(
    refreshChatTokens,
    async () => {
      await refreshTokens(ports);
    },
    { cron: '*/5 * * * *' },
  );
}
