import { buffer } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { MessageForChat } from '../discussions/index.ts';
import type { ChatAccess, ChatOutcome } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { holdEffect, type NextEffect } from './claim-effect.ts';

const Payload = z.object({ fileId: z.string(), chatFileId: z.string().optional(), sharedBy: z.string().optional() });

/** What came of sharing a file; see `Sent`. */
type Shared = ChatOutcome<null> | { readonly outcome: 'needless' | 'overtaken' };

/** Shares a message's file in the thread, under the word given: a person's own, or the bot's, which says whose it is. */
export async function sendFile(
  ports: ChatPorts,
  access: ChatAccess,
  effect: NextEffect,
  message: MessageForChat,
  fileId: string,
): Promise<Shared> {
  const file = message.files.find((each) => each.id === fileId);
  if (file === undefined || file.sha256 === null || message.deletedAt !== null) return { outcome: 'needless' };
  const comment = access.asPerson ? '' : `${message.author.name} shared a file`;
  const sharedBy = access.asPerson ? message.author.id : 'bot';
  return share(ports, access, effect, { id: fileId, name: file.name, sha256: file.sha256, comment, sharedBy });
}

/** Shares a file of a customer's mail in the thread, as the bot, while the team may see the mail. */
export async function sendAttachment(
  ports: ChatPorts,
  bot: ChatAccess,
  effect: NextEffect,
  attachmentId: string,
): Promise<Shared> {
  const { rows } = await ports.db.execute<{ id: string; name: string; sha256: string }>(sql`
    select a.id, a.name, a.sha256 from email_attachment a
    join shared_email e on e.team_id = a.team_id and e.id = a.email_id
    where a.team_id = ${effect.teamId} and a.id = ${attachmentId}`);
  const [file] = rows;
  if (file === undefined) return { outcome: 'needless' };
  return share(ports, bot, effect, { ...file, comment: 'From the customer’s e-mail', sharedBy: 'bot' });
}

/**
 * Shares exactly the bytes that the store has under the hash. The chat's id of the file is stored before it is shown, so
 * that an unclear call can be looked up and never shows it twice.
 */
async function share(
  ports: ChatPorts,
  access: ChatAccess,
  effect: NextEffect,
  file: { id: string; name: string; sha256: string; comment: string; sharedBy: string },
): Promise<Shared> {
  const bytes = new Uint8Array(await buffer(await ports.files.open(file.sha256)));
  const prepared = await ports.chat.prepareFile(access, { name: file.name, size: bytes.length, bytes });
  // Whether the bytes went up does not matter: nobody sees them before they are shared.
  if (prepared.outcome === 'uncertain') return { outcome: 'limited', retryAfterMs: 5000, reason: prepared.reason };
  if (prepared.outcome !== 'done') return prepared;
  const chatFileId = prepared.value.fileId;
  // The upload may have taken longer than the grace period, and what is shared twice can't be told apart.
  if (!(await holdEffect(ports, effect))) return { outcome: 'overtaken' };
  const payload = { fileId: file.id, chatFileId, sharedBy: file.sharedBy };
  await ports.db.execute(sql`
    update chat_outbox set payload = ${JSON.stringify(payload)} where team_id = ${effect.teamId} and id = ${effect.id}`);
  await ports.db.execute(sql`
    update file set chat_file_id = ${chatFileId} where team_id = ${effect.teamId} and id = ${file.id}`);
  const to = { channelId: effect.channelId, threadTs: effect.rootTs ?? '' };
  return ports.chat.shareFile(access, to, { fileId: chatFileId, name: file.name, comment: file.comment });
}

/** Whether a file whose sharing was unclear is in the channel; null when it never came that far. */
export async function findSharedFile(
  ports: ChatPorts,
  bot: ChatAccess,
  effect: NextEffect,
): Promise<ChatOutcome<boolean>> {
  const { chatFileId } = Payload.parse(JSON.parse(effect.payload));
  if (chatFileId === undefined) return { outcome: 'done', value: false };
  const found = await ports.chat.isFileShared(bot, effect.channelId, chatFileId);
  // The bot can't see a person's file before it is shared.
  if (found.outcome === 'refused' && found.providerError === 'file_not_found') return { outcome: 'done', value: false };
  return found;
}
