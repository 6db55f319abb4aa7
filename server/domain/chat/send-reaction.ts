import type { MessageForChat } from '../discussions/index.ts';
import type { ChatAccess, ChatOutcome } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { asPerson } from './as-person.ts';
import { chatBody } from './chat-body.ts';
import type { NextEffect } from './claim-effect.ts';
import { findPersonAccess, type Workspace } from './installation.ts';
import { countUnlinked, footerOf } from './reaction-footer.ts';

/** A reaction set or taken back here, and where its message stands in the chat. */
export interface Reaction {
  readonly effect: NextEffect;
  readonly message: MessageForChat;
  /** The effect under whose id the message was posted; null when somebody typed it in the chat. */
  readonly copyId: string | null;
  readonly at: { readonly channelId: string; readonly ts: string };
  readonly emoji?: string | undefined;
  readonly userId?: string | undefined;
}

/**
 * A reaction under the person's own name where they linked themselves. Else the bot's one reaction stands for all
 * who did not: it comes with the first of them and goes with the last, and where it stands for several, a line under
 * a message of ours counts them.
 */
export async function sendReaction(
  ports: ChatPorts,
  workspace: Workspace,
  bot: ChatAccess,
  reaction: Reaction,
): Promise<ChatOutcome<null>> {
  const { effect, at, emoji = '', userId = '' } = reaction;
  const own = await findPersonAccess(ports, workspace, userId);
  if (own !== undefined) {
    const set = await ports.chat.setReaction(own, at, emoji, effect.kind === 'react');
    return asPerson(ports, workspace, own, userId, set);
  }
  const counts = await countUnlinked(ports, workspace, effect.messageId);
  const people = counts.get(emoji) ?? 0;
  const set = await ports.chat.setReaction(bot, at, emoji, people > 0);
  const isSet = set.outcome === 'done' || (set.outcome === 'refused' && set.error === 'already-so');
  const isCounted = effect.kind === 'react' ? people > 1 : people > 0;
  return isSet && isCounted ? showCounts(ports, workspace, bot, reaction, counts) : set;
}

async function showCounts(
  ports: ChatPorts,
  workspace: Workspace,
  bot: ChatAccess,
  { effect, message, copyId, at }: Reaction,
  counts: ReadonlyMap<string, number>,
): Promise<ChatOutcome<null>> {
  // What somebody typed in the chat can't be changed by the bot, and what was deleted has no line any more.
  if (message.origin === 'chat' || message.deletedAt !== null) return { outcome: 'done', value: null };
  const body = await chatBody(ports, workspace, message);
  return ports.chat.editMessage(bot, at, copyId ?? effect.id, body, footerOf(counts));
}
