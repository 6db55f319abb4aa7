import type { MessageForChat } from '../discussions/index.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Workspace } from './installation.ts';
import { findChatUsers } from './people.ts';
import { toChatBody } from './translate-people.ts';

/** What a message says, with the people who are in the chat named as the chat knows them. */
export async function chatBody(ports: ChatPorts, workspace: Workspace, message: MessageForChat): Promise<string> {
  const chatUsers = await findChatUsers(ports, workspace, message.mentions);
  return toChatBody(message.body, chatUsers);
}
