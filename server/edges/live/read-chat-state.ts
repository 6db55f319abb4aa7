import type { ReadChat } from './tell-event.ts';

export const readChatState: ReadChat = async () => undefined;
