import type { ChatStatus } from '#shared/contract/chat.ts';
import type { Row } from './store.ts';

/** How the team's chat stands. Its key is the scope. */
export interface ChatRow extends Row {
  status: ChatStatus;
}

export const chatIndexes = 'key';
