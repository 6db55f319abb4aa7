import { sql } from 'drizzle-orm';
import { receiveChatDeletion } from '../discussions/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { ChatThreadMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Installation } from './installation.ts';
import { resolvePeople } from './people.ts';
import { applyEdit, applyReaction, takeIn } from './receive-message.ts';
import { noteOurs } from './settle-echo.ts';

/** A page of a thread as the chat has it. */
export interface ThreadPage {
  readonly channelId: string;
  readonly linkId: string;
  /** The newest message of the page before; null on the first page. */
  readonly after: string | null;
  /** The timestamps that were known before the page was asked for, and when that was: what came later is not missing. */
  readonly known: ReadonlySet<string>;
  readonly startedAt: Date;
  readonly isLast: boolean;
}

interface Ref extends Record<string, unknown> {
  readonly ts: string;
  readonly message_id: string | null;
  readonly edited_ts: string | null;
  readonly is_deleted: boolean;
  /** A reaction of ours is on its way: the chat's state is not the newest. */
  readonly is_moving: boolean;
  readonly reactions: readonly { emoji: string; person: string; origin: string }[] | null;
}

/** Clocks differ by less than this; younger messages are left to their events. */
const youngMs = 10_000;

/**
 * Compares a page with what is known and makes up for what was missed: messages, edits, deletions, reactions, and
 * our own posts whose outcome was not known. Each is applied as its event would have been.
 * @returns how much had been missed.
 */
export async function compareThread(
  ports: ChatPorts,
  installation: Installation,
  page: ThreadPage,
  messages: readonly ChatThreadMessage[],
): Promise<number> {
  const refs = await readRefs(ports, installation, page.linkId);
  const byTs = new Map(refs.map((ref) => [ref.ts, ref]));
  const settled = await readSettled(ports, installation, page.linkId);
  let found = 0;
  for (const message of messages) {
    const isSettled = message.isOurs && settled.get(message.ourId ?? '') === message.ts;
    found += await compareMessage(ports, installation, page, message, byTs.get(message.ts), isSettled);
  }
  return found + (await dropDeleted(ports, installation, page, messages, refs));
}

/** Where our posts are known to stand, by effect. */
async function readSettled(ports: ChatPorts, { teamId }: Installation, linkId: string) {
  const { rows } = await ports.db.execute<{ id: string; external_ts: string }>(sql`
    select id, external_ts from chat_outbox where team_id = ${teamId} and link_id = ${linkId}
      and kind in ('post', 'mail', 'answer') and state = 'delivered' and external_ts is not null`);
  return new Map(rows.map((row) => [row.id, row.external_ts]));
}

async function readRefs(ports: ChatPorts, { teamId }: Installation, linkId: string): Promise<readonly Ref[]> {
  const { rows } = await ports.db.execute<Ref>(sql`
    select r.ts, r.message_id, r.edited_ts, r.deleted_at is not null as is_deleted,
      exists (select from chat_outbox o where o.team_id = r.team_id and o.message_id = r.message_id
        and o.kind in ('react', 'unreact') and (o.state in ('pending', 'sending', 'checking')
          or o.settled_at > now() - interval '10 seconds')) as is_moving,
      (select json_agg(json_build_object('emoji', x.emoji, 'person', x.person, 'origin', x.origin)) from reaction x
        where x.team_id = r.team_id and x.message_id = r.message_id) as reactions
    from chat_message_ref r where r.team_id = ${teamId} and r.link_id = ${linkId}`);
  return rows;
}

/** The timestamps of the link's messages that are known now. */
export async function readKnownTs(ports: ChatPorts, teamId: string, linkId: string): Promise<ReadonlySet<string>> {
  const { rows } = await ports.db.execute<{ ts: string }>(sql`
    select ts from chat_message_ref where team_id = ${teamId} and link_id = ${linkId}`);
  return new Set(rows.map((row) => row.ts));
}

const nothingToForget = async () => true;

async function compareMessage(
  ports: ChatPorts,
  installation: Installation,
  { channelId, linkId }: ThreadPage,
  message: ChatThreadMessage,
  ref: Ref | undefined,
  isSettled: boolean,
): Promise<number> {
  if (message.isOurs) {
    const isNews =
      !isSettled && (await inTransaction(ports.db, (tx) => noteOurs(ports, tx, installation, channelId, message)));
    return (
      Number(isNews) + (ref === undefined ? 0 : await compareReactions(ports, installation, channelId, message, ref))
    );
  }
  if (message.chatUserId === null) return 0;
  if (ref === undefined) {
    await takeIn(ports, installation, { channelId, linkId }, message, nothingToForget);
    const known = (await readRefs(ports, installation, linkId)).find((each) => each.ts === message.ts);
    if (known !== undefined) await compareReactions(ports, installation, channelId, message, known);
    return known === undefined ? 0 : 1;
  }
  if (ref.message_id === null || ref.is_deleted) return 0;
  return (
    (await compareEdit(ports, installation, channelId, message, ref)) +
    (await compareReactions(ports, installation, channelId, message, ref))
  );
}

async function compareEdit(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  message: ChatThreadMessage,
  ref: Ref,
): Promise<number> {
  const { editedTs } = message;
  if (editedTs === null || (ref.edited_ts !== null && Number(ref.edited_ts) >= Number(editedTs))) return 0;
  const change = await applyEdit(ports, installation, channelId, message, editedTs, nothingToForget);
  return change === 'done' ? 1 : 0;
}

async function compareReactions(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  message: ChatThreadMessage,
  ref: Ref,
): Promise<number> {
  if (ref.is_moving || ref.message_id === null) return 0;
  const there = message.reactions.flatMap(({ emoji, chatUserIds }) =>
    chatUserIds.filter((id) => id !== installation.botUserId).map((chatUserId) => ({ emoji, chatUserId })),
  );
  const known = ref.reactions ?? [];
  if (there.length === 0 && known.every(({ origin }) => origin !== 'chat')) return 0;
  const gone = known.filter(({ origin }) => origin === 'chat');
  const people = await resolvePeople(ports, installation, [
    ...there.map(({ chatUserId }) => chatUserId),
    ...(await chatUsersOf(
      ports,
      installation,
      gone.map(({ person }) => person),
    )),
  ]);
  const wanted = there.flatMap(({ emoji, chatUserId }) => {
    const person = people.get(chatUserId);
    return person === undefined ? [] : [{ emoji, person, id: person.userId ?? person.guestId }];
  });
  const missing = wanted.filter(({ emoji, id }) => !known.some((each) => each.emoji === emoji && each.person === id));
  const extra = gone.flatMap(({ emoji, person: id }) => {
    const person = [...people.values()].find((each) => each.userId === id || each.guestId === id);
    const isThere = wanted.some((each) => each.emoji === emoji && each.id === id);
    return isThere || person === undefined ? [] : [{ emoji, person, id }];
  });
  const changes = [...missing.map((each) => ({ ...each, on: true })), ...extra.map((each) => ({ ...each, on: false }))];
  for (const { emoji, person, on } of changes) {
    const change = { channelId, ts: message.ts, emoji, on };
    await inTransaction(ports.db, (tx) => applyReaction(ports, tx, installation, change, person));
  }
  return changes.length;
}

async function chatUsersOf(
  ports: ChatPorts,
  { teamId, id }: Installation,
  people: readonly string[],
): Promise<readonly string[]> {
  if (people.length === 0) return [];
  const { rows } = await ports.db.execute<{ chat_user_id: string }>(sql`
    select chat_user_id from chat_person where team_id = ${teamId} and installation_id = ${id}
      and (guest_id in ${[...people]} or user_id in ${[...people]})`);
  return rows.map((row) => row.chat_user_id);
}

/** What is known of this stretch of the thread and is no longer there was deleted in the chat. */
async function dropDeleted(
  ports: ChatPorts,
  installation: Installation,
  page: ThreadPage,
  messages: readonly ChatThreadMessage[],
  refs: readonly Ref[],
): Promise<number> {
  const present = new Set(messages.map((message) => message.ts));
  const newest = page.isLast ? (page.startedAt.getTime() - youngMs) / 1000 : Number(messages.at(-1)?.ts ?? 0);
  const missing = refs.filter(
    ({ ts, is_deleted: isDeleted }) =>
      !isDeleted &&
      !present.has(ts) &&
      page.known.has(ts) &&
      Number(ts) <= newest &&
      (page.after === null || Number(ts) > Number(page.after)),
  );
  for (const { ts } of missing) {
    const at = { teamId: installation.teamId, channelId: page.channelId, ts };
    await inTransaction(ports.db, (tx) => receiveChatDeletion(ports, tx, at));
  }
  return missing.length;
}
