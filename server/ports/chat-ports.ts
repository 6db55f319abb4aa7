import { Problem } from '#server/kernel/problem.ts';
import type { Chat } from './chat.ts';
import type { ChatIntake } from './chat-intake.ts';
import type { Ports } from './ports.ts';

/** The ports of whoever speaks with the chat: its domain, its jobs and its edges. */
export interface ChatPorts extends Ports {
  readonly chat: Chat;
  readonly intake: ChatIntake;
}

/** The same ports with the chat, where the server was started with one. */
export function withChat(ports: Ports): ChatPorts {
  if (hasChat(ports)) return ports;
  throw new Problem('unavailable', 'This server was started without a chat.');
}

/** Whether the server was started with a chat. */
export function hasChat(ports: Ports): ports is ChatPorts {
  return 'chat' in ports && 'intake' in ports;
}
