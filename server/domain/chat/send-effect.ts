import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { loadForChat, type MessageForChat } from '../discussions/index.ts';
import { pictureAddress } from '../pictures/index.ts';
import type { ChatAccess, ChatOutcome, PostedMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { loadCard } from './card-of.ts';
import { asPerson } from './as-person.ts';
import { chatBody } from './chat-body.ts';
import { holdEffect, type NextEffect } from './claim-effect.ts';
import { findFace } from './find-face.ts';
import { botAccess, findPersonAccess, type Workspace } from './installation.ts';
import { loadNews } from './news-of.ts';
import { countUnlinked, footerOf } from './reaction-footer.ts';
import { sendAttachment, sendFile } from './send-file.ts';
import { sendReaction } from './send-reaction.ts';

/** What came of sending: an outcome, that there is nothing to send any more, or that somebody else has it by now. */
export type Sent = ChatOutcome<PostedMessage | null> | { readonly outcome: 'needless' | 'overtaken' };

const Payload = z.object({
  emoji: z.string().optional(),
  userId: z.string().optional(),
  fileId: z.string().optional(),
  /** The effect that showed what is drawn again. */
  effectId: z.string().optional(),
  /** A message of the chat's own, where it is not the effect's. */
  ts: z.string().optional(),
});

/** Makes an effect's call, once. The texts are read now, so what is sent is what the message says now. */
export async function sendEffect(ports: ChatPorts, installation: Workspace, effect: NextEffect): Promise<Sent> {
  const bot = botAccess(ports, installation);
  if (effect.kind === 'card') return sendCard(ports, bot, effect);
  if (effect.kind === 'mail' || effect.kind === 'answer') return sendNews(ports, bot, effect);
  const payload = Payload.parse(JSON.parse(effect.payload));
  if (effect.kind === 'redraw') return redraw(ports, bot, effect, payload.effectId ?? '');
  if (payload.ts !== undefined) return ports.chat.deleteMessage(bot, { channelId: effect.channelId, ts: payload.ts });
  if (effect.kind === 'file' && effect.messageId === null)
    return sendAttachment(ports, bot, effect, payload.fileId ?? '');
  const message = await loadForChat(ports.db, effect.teamId, effect.messageId ?? '');
  if (message === undefined) return { outcome: 'needless' };
  if (effect.kind === 'post') return sendPost(ports, installation, bot, effect, message);
  if (effect.kind === 'file') return sendOwnFile(ports, installation, bot, effect, message, payload.fileId ?? '');
  return changePost(ports, installation, bot, effect, message, payload);
}

async function sendCard(ports: ChatPorts, bot: ChatAccess, effect: NextEffect): Promise<Sent> {
  const card = await loadCard(ports.db, effect.teamId, effect.discussionId);
  if (card === undefined) return { outcome: 'needless' };
  return ports.chat.postCard(bot, { channelId: effect.channelId }, effect.id, card);
}

async function sendNews(ports: ChatPorts, bot: ChatAccess, effect: NextEffect): Promise<Sent> {
  const news = await loadNews(ports.db, effect.teamId, effect.id);
  if (news === undefined) return { outcome: 'needless' };
  return ports.chat.postNews(bot, { channelId: effect.channelId, threadTs: effect.rootTs ?? '' }, effect.id, news);
}

/** What was never shown need not be drawn again. */
async function redraw(ports: ChatPorts, bot: ChatAccess, effect: NextEffect, shownBy: string): Promise<Sent> {
  const { rows } = await ports.db.execute<{ ts: string }>(sql`
    select external_ts as ts from chat_outbox where team_id = ${effect.teamId} and id = ${shownBy}
      and state = 'delivered' and external_ts is not null`);
  const news = await loadNews(ports.db, effect.teamId, shownBy);
  const [shown] = rows;
  if (shown === undefined || news === undefined) return { outcome: 'needless' };
  return ports.chat.redrawNews(bot, { channelId: effect.channelId, ts: shown.ts }, shownBy, news);
}

async function sendPost(
  ports: ChatPorts,
  installation: Workspace,
  bot: ChatAccess,
  effect: NextEffect,
  message: MessageForChat,
): Promise<Sent> {
  // What waits here has not arrived, so there is nothing to take back either; `noteOurs` sees what arrives late.
  if (message.deletedAt !== null) return { outcome: 'needless' };
  const to = { channelId: effect.channelId, threadTs: effect.rootTs ?? '' };
  const author = await findFace(ports, installation, message.author);
  const body = await chatBody(ports, installation, message);
  // Looking people up may have taken longer than the grace period.
  const isLookedUp = message.mentions.length > 0 || author.isLookedUp;
  if (isLookedUp && !(await holdEffect(ports, effect))) return { outcome: 'overtaken' };
  const pictureUrl = pictureAddress(ports, effect.teamId, author.pictureUrl);
  return ports.chat.postMessage(bot, to, effect.id, { name: message.author.name, pictureUrl }, body);
}

/** As the person who attached it where they linked themselves, else as the bot. */
async function sendOwnFile(
  ports: ChatPorts,
  installation: Workspace,
  bot: ChatAccess,
  effect: NextEffect,
  message: MessageForChat,
  fileId: string,
): Promise<Sent> {
  const access = (await ownWord(ports, installation, message)) ?? bot;
  const sent = await sendFile(ports, access, effect, message, fileId);
  return asPerson(ports, installation, access, message.author.id, sent);
}

async function changePost(
  ports: ChatPorts,
  installation: Workspace,
  bot: ChatAccess,
  effect: NextEffect,
  message: MessageForChat,
  payload: z.infer<typeof Payload>,
): Promise<Sent> {
  const copies = await findCopies(ports, effect);
  const newest = copies.at(-1);
  if (newest === undefined) return { outcome: 'needless' };
  const at = { channelId: effect.channelId, ts: newest.ts };
  if (effect.kind === 'react' || effect.kind === 'unreact')
    return sendReaction(ports, installation, bot, { effect, message, copyId: newest.effectId, at, ...payload });
  const access = message.origin === 'chat' ? await ownWord(ports, installation, message) : bot;
  if (access === undefined) return notYours();
  if (effect.kind === 'edit' && message.deletedAt !== null) return { outcome: 'needless' };
  const changed =
    effect.kind === 'delete'
      ? await deleteCopies(ports, access, effect, copies)
      : await ports.chat.editMessage(
          access,
          at,
          newest.effectId ?? effect.id,
          await chatBody(ports, installation, message),
          message.origin === 'chat' ? null : footerOf(await countUnlinked(ports, installation, message.id)),
        );
  return asPerson(ports, installation, access, message.author.id, changed);
}

/** The chat lets only its author change what was written there; with their own link, we act as them. */
async function ownWord(
  ports: ChatPorts,
  installation: Workspace,
  message: MessageForChat,
): Promise<ChatAccess | undefined> {
  if (message.author.kind !== 'teammate') return undefined;
  return findPersonAccess(ports, installation, message.author.id);
}

function notYours(): Sent {
  const reason =
    'This was written in Slack, where only its author can change it: change it there, or link your Slack account in the options.';
  return { outcome: 'refused', error: 'not-yours', providerError: 'no_person_link', reason };
}

interface Copy extends Record<string, unknown> {
  readonly ts: string;
  readonly effectId: string | null;
}

/** Where the message stands in the link's channel; more than once only when it was deleted and put back. */
async function findCopies(ports: ChatPorts, effect: NextEffect): Promise<readonly Copy[]> {
  const { rows } = await ports.db.execute<Copy>(sql`
    select r.ts, (select o.id from chat_outbox o where o.team_id = r.team_id and o.message_id = r.message_id
      and o.kind = 'post' and o.external_ts = r.ts limit 1) as "effectId"
    from chat_message_ref r
    where r.team_id = ${effect.teamId} and r.message_id = ${effect.messageId} and r.link_id = ${effect.linkId}
      and r.deleted_at is null
    order by r.ts`);
  return rows;
}

async function deleteCopies(
  ports: ChatPorts,
  access: ChatAccess,
  effect: NextEffect,
  copies: readonly Copy[],
): Promise<Sent> {
  for (const { ts } of copies) {
    const deleted = await ports.chat.deleteMessage(access, { channelId: effect.channelId, ts });
    const isGone = deleted.outcome === 'refused' && deleted.error === 'message-missing';
    if (deleted.outcome !== 'done' && !isGone) return deleted;
    await ports.db.execute(sql`
      update chat_message_ref set deleted_at = now()
      where team_id = ${effect.teamId} and channel_id = ${effect.channelId} and ts = ${ts}`);
  }
  return { outcome: 'done', value: null };
}
