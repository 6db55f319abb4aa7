import { sql } from 'drizzle-orm';
import { receiveChatDeletion, receiveChatEdit, receiveChatMessage, receiveChatReaction } from '../discussions/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { ChatThreadMessage } from '#server/ports/chat.ts';
import type { ChatEvent } from '#server/ports/chat-intake.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { requestCopies } from './copy-file.ts';
import type { Installation } from './installation.ts';
import { findThread } from './find-thread.ts';
import { keepThreadOrder } from './keep-thread-order.ts';
import { authorOf, resolvePeople, storeApp, type KnownPerson } from './people.ts';
import { Postponed } from './postponed.ts';
import { settleEcho, type Forget } from './settle-echo.ts';
import type { StoredPerson } from './stored-people.ts';
import { findChatMentions, toTeamBody } from './translate-people.ts';

type EventOf<Kind extends ChatEvent['kind']> = Extract<ChatEvent, { kind: Kind }>;

/** A message: our own echo settles what it echoes, what people wrote in a discussion's thread comes in, once. */
export async function receiveMessage(
  ports: ChatPorts,
  installation: Installation,
  event: EventOf<'message'>,
  forget: Forget,
): Promise<void> {
  const { channelId, threadTs } = event;
  if (event.isOurs) return settleEcho(ports, installation, channelId, event, forget);
  if (threadTs === null || threadTs === event.ts || event.chatUserId === null)
    return void (await ports.db.transaction(forget));
  const thread = await findThread(ports, installation, { channelId, threadTs }, chatUsersIn(event));
  if (thread === undefined) return forgetUnlessCardWaits(ports, installation, channelId, forget);
  await takeIn(ports, installation, { channelId, linkId: thread.linkId }, event, forget, thread.people);
  ports.metrics.chatToMail((Date.now() - event.at.getTime()) / 1000);
}

/** Everybody of the chat who appears in a message: its author, unless an app wrote it, and those it names. */
function chatUsersIn({ appName, chatUserId, body }: ChatThreadMessage): string[] {
  return [...(appName === null ? [chatUserId ?? ''] : []), ...findChatMentions(body)];
}

/**
 * Takes a message of a thread in, with its author, mentions and files. Does nothing when it is known.
 * @param stored what was just read of the people in it.
 */
export async function takeIn(
  ports: ChatPorts,
  installation: Installation,
  at: { channelId: string; linkId: string },
  message: ChatThreadMessage,
  forget: Forget,
  stored?: readonly StoredPerson[],
): Promise<void> {
  const chatUserId = message.chatUserId ?? '';
  const people = await resolvePeople(ports, installation, chatUsersIn(message), stored);
  const author =
    message.appName === null
      ? people.get(chatUserId)
      : await storeApp(ports, installation, chatUserId, message.appName);
  if (author === undefined) throw new Postponed('the author is not known');
  const { body, mentions } = toTeamBody(message.body, people);
  await inTransaction(ports.db, async (tx) => {
    await forget(tx);
    if (await isOurFile(tx, installation, at.linkId, message)) return;
    const createdAt = new Date(Number(message.ts) * 1000);
    const { ts, files, editedTs } = message;
    const input = {
      teamId: installation.teamId,
      ...at,
      ts,
      author: authorOf(author),
      body,
      mentions,
      createdAt,
      files,
    };
    const received = await receiveChatMessage(ports, tx, input);
    if (received === undefined) return;
    if (editedTs !== null) await noteEdit(tx, installation, at.channelId, ts, editedTs);
    const { teamId, id: installationId } = installation;
    if (received.isLate) await keepThreadOrder(ports, tx, { teamId, ...at, ts });
    if (files.length > 0) await requestCopies(ports, tx, { teamId, installationId, messageId: received.id });
  });
}

async function noteEdit(
  tx: Transaction,
  { teamId }: Installation,
  channelId: string,
  ts: string,
  editedTs: string,
): Promise<void> {
  await tx.execute(sql`
    update chat_message_ref set edited_ts = ${editedTs}
    where team_id = ${teamId} and channel_id = ${channelId} and ts = ${ts}`);
}

/** A file that we shared under a person's own name looks like theirs; its id is in our outbox. */
async function isOurFile(
  tx: Transaction,
  { teamId }: Installation,
  linkId: string,
  message: ChatThreadMessage,
): Promise<boolean> {
  if (message.files.length === 0) return false;
  const { rows } = await tx.execute(sql`
    select from chat_outbox where team_id = ${teamId} and link_id = ${linkId} and kind = 'file'
      and payload::jsonb ->> 'chatFileId' in ${message.files.map((file) => file.id)} limit 1`);
  return rows.length > 0;
}

/** A reply can come before we know that the card it answers was posted. */
async function forgetUnlessCardWaits(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  forget: Forget,
): Promise<void> {
  const { rows } = await ports.db.execute(sql`
    select from chat_link l join chat_outbox o on o.team_id = l.team_id and o.link_id = l.id and o.kind = 'card'
    where l.team_id = ${installation.teamId} and l.channel_id = ${channelId} and l.root_ts is null
      and o.state in ('sending', 'checking', 'unknown') limit 1`);
  if (rows.length > 0) throw new Postponed('a card of this channel is still under way');
  await ports.db.transaction(forget);
}

/** An edit by its author. One that comes before its message brings the message. */
export async function receiveEdit(
  ports: ChatPorts,
  installation: Installation,
  event: EventOf<'edited'>,
  forget: Forget,
): Promise<void> {
  const { channelId, threadTs, ts, editedTs } = event;
  const isOfThread = threadTs !== null && threadTs !== ts;
  if (event.isOurs || editedTs === null || !isOfThread) return void (await ports.db.transaction(forget));
  const thread = await findThread(ports, installation, { channelId, threadTs }, []);
  if (thread === undefined) return forgetUnlessCardWaits(ports, installation, channelId, forget);
  const { linkId } = thread;
  const change = await applyEdit(ports, installation, channelId, event, editedTs, forget);
  if (change === 'unknown') await takeIn(ports, installation, { channelId, linkId }, event, forget);
}

/** Applies an edit; the event is forgotten with it unless its message is not known. */
export async function applyEdit(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  message: ChatThreadMessage,
  editedTs: string,
  forget: Forget,
): Promise<'done' | 'known' | 'unknown'> {
  const people = await resolvePeople(ports, installation, findChatMentions(message.body));
  const input = {
    teamId: installation.teamId,
    channelId,
    ts: message.ts,
    editedTs,
    ...toTeamBody(message.body, people),
  };
  return inTransaction(ports.db, async (tx) => {
    const change = await receiveChatEdit(ports, tx, input);
    if (change !== 'unknown') await forget(tx);
    return change;
  });
}

/** A deletion. One that comes before its message keeps it out. */
export async function receiveDeletion(
  ports: ChatPorts,
  installation: Installation,
  event: EventOf<'deleted'>,
  forget: Forget,
): Promise<void> {
  const { channelId, ts, threadTs } = event;
  const thread = threadTs === null ? undefined : await findThread(ports, installation, { channelId, threadTs }, []);
  await inTransaction(ports.db, async (tx) => {
    await forget(tx);
    const of = thread === undefined ? {} : { linkId: thread.linkId };
    await receiveChatDeletion(ports, tx, { teamId: installation.teamId, channelId, ts, ...of });
  });
}

/** Tries of a reaction whose message has not come yet; then it is on something that is not ours. */
const mostReactionTries = 4;

/** A reaction. The bot's own are ours. One that comes before its message waits for it a little. */
export async function receiveReaction(
  ports: ChatPorts,
  installation: Installation,
  event: EventOf<'reaction'>,
  forget: Forget,
  attempts: number,
): Promise<void> {
  if (event.chatUserId === installation.botUserId) return void (await ports.db.transaction(forget));
  const isOfLink = await isKnownOrSoon(ports, installation, event);
  if (!isOfLink) {
    if (attempts + 1 < mostReactionTries && (await hasLinks(ports, installation, event.channelId)))
      throw new Postponed('the message of a reaction has not come yet');
    return void (await ports.db.transaction(forget));
  }
  const person = (await resolvePeople(ports, installation, [event.chatUserId])).get(event.chatUserId);
  await inTransaction(ports.db, async (tx) => {
    // Whoever handled the event first may have handled a later one of the same reaction since.
    if (!(await forget(tx))) return;
    if (person !== undefined) await applyReaction(ports, tx, installation, event, person);
  });
}

/** Sets or takes back a reaction of somebody in the chat, in the caller's transaction. */
export async function applyReaction(
  ports: ChatPorts,
  tx: Transaction,
  { teamId }: Installation,
  { channelId, ts, emoji, on }: { channelId: string; ts: string; emoji: string; on: boolean },
  person: KnownPerson,
): Promise<void> {
  await receiveChatReaction(ports, tx, { teamId, channelId, ts, emoji, on, author: authorOf(person) });
}

async function isKnownOrSoon(
  ports: ChatPorts,
  { teamId }: Installation,
  { channelId, ts }: { channelId: string; ts: string },
): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    select from chat_message_ref where team_id = ${teamId} and channel_id = ${channelId} and ts = ${ts}
      and message_id is not null`);
  return rows.length > 0;
}

async function hasLinks(ports: ChatPorts, { teamId }: Installation, channelId: string): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    select from chat_link where team_id = ${teamId} and channel_id = ${channelId} and root_ts is not null limit 1`);
  return rows.length > 0;
}
