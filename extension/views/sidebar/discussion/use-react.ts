import type { Message } from '#shared/contract/discussion.ts';
import { useCommand } from '../../bridge/use-command.ts';

/** Adds (`on`) or takes back the reader's reaction to a message. */
export function useReact({ id, discussionId }: Message): (emoji: string, on: boolean) => void {
  const command = useCommand();
  return (emoji, on) => void command('message.react', { discussionId, messageId: id, emoji, on });
}
