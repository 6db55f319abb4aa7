import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '#server/db/client.ts';
import { runPreparedIn, type PreparedStatement } from '#server/db/prepared.ts';
import { chatEvent, chatInstallation } from '#server/db/schema/index.ts';
import type { ChatEvent } from '#server/ports/chat-intake.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { checkChatChannel, markStale } from './check-channel.ts';
import { endInstallation, endReasonOf } from './end-installation.ts';
import { forgetRevoked } from './forget-revoked.ts';
import { botAccess, type Installation } from './installation.ts';
import { refreshPersonRecord } from './people.ts';
import { Postponed } from './postponed.ts';
import { receiveDeletion, receiveEdit, receiveMessage, receiveReaction } from './receive-message.ts';
import type { StoredEvent } from './store-event.ts';
import type { Forget } from './settle-echo.ts';

/** Handles stored events that nobody has handled: of a server that died, or that were postponed. */
export const handleChatEvents = defineJob('handle-chat-event', z.object({}));

/**
 * After so many tries an event is left alone, since reconciliation finds what it told of; for whoever looks into it it
 * stays stored for a while.
 */
const mostAttempts = 20;

/**
 * Does what a stored event asks for, once, and forgets it. Safe to call again and from several servers: the row is
 * gone when it is done. What can't be done now (the chat is needed and does not answer) is postponed.
 */
export async function handleEvent(ports: ChatPorts, at: StoredEvent): Promise<void> {
  const found = await readStored(ports.db, at);
  if (found === undefined) return;
  const { row, installation } = found;
  const forget: Forget = (tx) => forgetEvent(tx, at);
  if (installation === null || installation.state === 'ended') return void (await ports.db.transaction(forget));
  try {
    const event = ports.intake.readEvent(row.body, installation);
    if (event === null) await ports.db.transaction(forget);
    else await handle(ports, installation, event, forget, row.attempts);
  } catch (error) {
    await postpone(ports, at, row.attempts, error);
  }
}

/** The event, where nobody has handled it, and the workspace that it is of. */
async function readStored(db: Database, { teamId, id }: StoredEvent) {
  const [found] = await db
    .select({ row: chatEvent, installation: chatInstallation })
    .from(chatEvent)
    .leftJoin(
      chatInstallation,
      and(eq(chatInstallation.teamId, chatEvent.teamId), eq(chatInstallation.id, chatEvent.installationId)),
    )
    .where(and(eq(chatEvent.teamId, teamId), eq(chatEvent.id, id)));
  return found;
}

const forgetOne: PreparedStatement = {
  name: 'chat.forget-event',
  text: 'delete from chat_event where team_id = $1 and id = $2 returning id',
};

async function forgetEvent(tx: Transaction, at: StoredEvent): Promise<boolean> {
  return (await runPreparedIn(tx, forgetOne, [at.teamId, at.id])).length > 0;
}

async function handle(
  ports: ChatPorts,
  installation: Installation,
  event: ChatEvent,
  forget: Forget,
  attempts: number,
): Promise<void> {
  switch (event.kind) {
    case 'message':
      return receiveMessage(ports, installation, event, forget);
    case 'edited':
      return receiveEdit(ports, installation, event, forget);
    case 'deleted':
      return receiveDeletion(ports, installation, event, forget);
    case 'reaction':
      return receiveReaction(ports, installation, event, forget, attempts);
    case 'channel-changed':
      return recheckChannel(ports, installation, event.channelId, forget);
    case 'person-changed':
      await refreshKnown(ports, installation, event.chatUserId);
      return void (await ports.db.transaction(forget));
    case 'uninstalled':
      return endIfGone(ports, installation, 'uninstalled', forget);
    case 'revoked':
      return revoke(ports, installation, event, forget);
  }
}

async function recheckChannel(
  ports: ChatPorts,
  installation: Installation,
  channelId: string,
  forget: Forget,
): Promise<void> {
  const isUsed = await markStale(ports, installation, channelId);
  await ports.db.transaction(async (tx) => {
    await forget(tx);
    const payload = { teamId: installation.teamId, installationId: installation.id, channelId };
    if (isUsed)
      await ports.queue.enqueue(tx, checkChatChannel, payload, { jobKey: `check:${installation.id}:${channelId}` });
  });
}

async function refreshKnown(ports: ChatPorts, installation: Installation, chatUserId: string): Promise<void> {
  const { rows } = await ports.db.execute(sql`
    select from chat_person where team_id = ${installation.teamId} and installation_id = ${installation.id}
      and chat_user_id = ${chatUserId}`);
  if (rows.length > 0) await refreshPersonRecord(ports, installation, chatUserId);
}

/** Events can be late: one of an earlier installation must not end the present one, so the token is tried first. */
async function endIfGone(
  ports: ChatPorts,
  installation: Installation,
  why: 'uninstalled' | 'revoked',
  forget: Forget,
): Promise<void> {
  const tested = await ports.chat.signIn.test(botAccess(ports, installation).token);
  const isRefused = tested.outcome === 'refused' && tested.error === 'signed-out';
  const gone = isRefused && tested.providerError !== 'token_expired' ? tested.providerError : undefined;
  if (tested.outcome !== 'done' && gone === undefined)
    throw new Postponed('the chat can’t say whether it still lets us in');
  await ports.db.transaction(async (tx) => {
    await forget(tx);
    if (gone === undefined) return;
    const at = { teamId: installation.teamId, installationId: installation.id };
    await endInstallation(ports, tx, at, why === 'uninstalled' ? why : endReasonOf(gone));
  });
}

async function revoke(
  ports: ChatPorts,
  installation: Installation,
  event: Extract<ChatEvent, { kind: 'revoked' }>,
  forget: Forget,
): Promise<void> {
  await forgetRevoked(ports, installation, event.chatUserIds);
  if (event.botUserIds.includes(installation.botUserId)) return endIfGone(ports, installation, 'revoked', forget);
  await ports.db.transaction(forget);
}

async function postpone(ports: ChatPorts, at: StoredEvent, attempts: number, error: unknown): Promise<void> {
  const isExpected = error instanceof Postponed;
  const delayMs = ports.clock.scaled(isExpected ? error.retryAfterMs : Math.min(1000 * 2 ** attempts, 300_000));
  const isLast = attempts + 1 >= mostAttempts;
  if (!isExpected || isLast)
    ports.logger[isLast ? 'error' : 'warn'](
      { err: error, eventId: at.id, attempts },
      'an event of the chat was not handled',
    );
  await ports.db.execute(sql`
    update chat_event set attempts = attempts + 1, not_before = now() + ${delayMs} * interval '1 millisecond'
    where team_id = ${at.teamId} and id = ${at.id}`);
}

/** `lane`: it is handled in its order among those of the same one. */
export interface WaitingEvent extends StoredEvent {
  readonly lane: string;
}

/** Stored events that are due and that whoever stored them has not handled within `ageMs`. */
export async function findWaitingEvents(
  ports: Pick<ChatPorts, 'db'>,
  ageMs: number,
  most: number,
): Promise<readonly WaitingEvent[]> {
  const { rows } = await ports.db.execute<{
    team_id: string;
    id: string;
    workspace: string | null;
    channel: string | null;
  }>(sql`
    select e.team_id, e.id, i.external_team_id as workspace,
      coalesce(e.body -> 'event' ->> 'channel', e.body -> 'event' -> 'item' ->> 'channel') as channel
    from chat_event e left join chat_installation i on i.team_id = e.team_id and i.id = e.installation_id
    where e.attempts < ${mostAttempts} and (e.not_before is null or e.not_before <= now())
      and e.received_at <= now() - ${ageMs} * interval '1 millisecond'
    order by e.received_at, e.id limit ${most}`);
  return rows.map((row) => ({ teamId: row.team_id, id: row.id, lane: `${row.workspace ?? ''}:${row.channel ?? ''}` }));
}

/** Events hold what people wrote: those that were given up are kept no longer than this. */
const keptMs = 30 * 24 * 60 * 60 * 1000;

/** Deletes events that were given up long ago. */
export async function forgetGivenUpEvents(ports: Pick<ChatPorts, 'db' | 'clock'>): Promise<number> {
  const before = new Date(ports.clock.now().getTime() - keptMs).toISOString();
  const { rowCount } = await ports.db.execute(sql`delete from chat_event where received_at < ${before}::timestamptz`);
  return rowCount ?? 0;
}
