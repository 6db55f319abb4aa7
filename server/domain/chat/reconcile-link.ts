import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { inTransaction } from '#server/db/client.ts';
import type { ChatThreadMessage } from '#server/ports/chat.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';
import type { Ports } from '#server/ports/ports.ts';
import { defineJob } from '#server/ports/queue.ts';
import { compareThread, readKnownTs } from './compare-thread.ts';
import { botAccess, readInstallation } from './installation.ts';
import { Postponed } from './postponed.ts';
import { holdReadTurn, readPaces } from './read-turn.ts';
import { afterSignedOut } from './refresh-tokens.ts';

/** Reads threads again to find what the chat never delivered. */
export const reconcileChatLinks = defineJob('reconcile-chat-links', z.object({}));

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How soon a thread is read again, by how long ago something happened in it; after two weeks only when opened. */
const rhythm = {
  internal: [
    { within: hourMs, every: 10 * minuteMs },
    { within: dayMs, every: hourMs },
    { within: 14 * dayMs, every: dayMs },
  ],
  commercial: [
    { within: hourMs, every: hourMs },
    { within: dayMs, every: 6 * hourMs },
    { within: 14 * dayMs, every: 2 * dayMs },
  ],
} as const;

/** A thread that somebody opens is read again when that was not done for this long. */
const staleMs = 5 * minuteMs;

interface Turn extends Record<string, unknown> {
  readonly team_id: string;
  readonly installation_id: string;
}

interface DueLink extends Record<string, unknown> {
  readonly id: string;
  readonly channel_id: string;
  readonly root_ts: string;
  readonly cursor: string | null;
  readonly position: string | null;
  readonly quiet_ms: number;
  /** When this pass over the thread began, in Unix milliseconds: a wish that came later asks for another pass. */
  readonly began_ms: number;
}

/**
 * Reads one page of the most active thread that is due in each workspace whose turn it is. One server at a time
 * takes a workspace's turn, so the chat's limits hold however many servers there are.
 * @returns how long to wait until the next turn, undefined when no thread is due.
 */
export async function reconcileNext(ports: ChatPorts): Promise<number | undefined> {
  const { gapMs } = readPaces[ports.config.slack.readLimits];
  const turns = await takeTurns(ports, ports.clock.scaled(gapMs));
  for (const turn of turns) await reconcileOne(ports, turn).catch((error: unknown) => giveUpTurn(ports, turn, error));
  return nextTurn(ports);
}

async function takeTurns(ports: ChatPorts, gapMs: number): Promise<readonly Turn[]> {
  const { rows } = await ports.db.execute<Turn>(sql`
    update chat_installation i set read_at = now() + ${gapMs} * interval '1 millisecond'
    where i.state = 'active' and (i.read_at is null or i.read_at <= now()) and exists (
      select from chat_link l where l.team_id = i.team_id and l.installation_id = i.id and l.root_ts is not null
        and l.reconcile_at <= now())
      and not exists (
        select from chat_outbox o join chat_link l on l.team_id = o.team_id and l.id = o.link_id
        where o.team_id = i.team_id and l.installation_id = i.id and o.state = 'checking' and o.not_before <= now())
    returning i.team_id, i.id as installation_id`);
  return rows;
}

async function nextTurn(ports: ChatPorts): Promise<number | undefined> {
  const { rows } = await ports.db.execute<{ wait_ms: number | null }>(sql`
    select min(greatest(0, extract(epoch from coalesce(i.read_at, now()) - now()) * 1000))::float8 as wait_ms
    from chat_installation i where i.state = 'active' and exists (
      select from chat_link l where l.team_id = i.team_id and l.installation_id = i.id and l.root_ts is not null
        and l.reconcile_at <= now())`);
  return rows[0]?.wait_ms ?? undefined;
}

async function reconcileOne(ports: ChatPorts, turn: Turn): Promise<void> {
  const installation = await readInstallation(ports.db, turn.team_id, turn.installation_id);
  const link = await findDue(ports, turn);
  if (installation === undefined || link === undefined) return;
  const { limit } = readPaces[ports.config.slack.readLimits];
  const known = await readKnownTs(ports, turn.team_id, link.id);
  const startedAt = ports.clock.now();
  const read = await ports.chat.readThread(botAccess(ports, installation), {
    channelId: link.channel_id,
    threadTs: link.root_ts,
    sinceTs: null,
    cursor: link.cursor,
    limit,
  });
  await holdReadTurn(ports, { teamId: turn.team_id, installationId: turn.installation_id });
  if (read.outcome === 'refused' && read.error === 'signed-out')
    return void (await afterSignedOut(ports, installation, read.providerError));
  // A thread that can't be read (deleted, or the bot was put out) waits for its usual next time.
  if (read.outcome === 'refused') return finish(ports, turn, link);
  if (read.outcome !== 'done') return later(ports, turn, read.outcome === 'limited' ? read.retryAfterMs : 5_000);
  const { messages, nextCursor } = read.value;
  const replies = messages.filter((message) => message.ts !== link.root_ts);
  const isLast = nextCursor === null;
  const at = { channelId: link.channel_id, linkId: link.id, after: link.position, known, startedAt, isLast };
  const found = await compareThread(ports, installation, at, replies);
  if (found > 0) ports.logger.info({ linkId: link.id, found }, 'found what the chat had not delivered');
  if (isLast) await finish(ports, turn, link);
  else await goOn(ports, turn, link, nextCursor, replies);
}

/** A workspace that can't be read now does not keep the others from their turn. */
async function giveUpTurn(ports: ChatPorts, turn: Turn, error: unknown): Promise<void> {
  const isExpected = error instanceof Postponed;
  if (!isExpected) ports.logger.warn({ err: error, ...turn }, 'a thread could not be read again; it is tried later');
  await later(ports, turn, isExpected ? error.retryAfterMs : minuteMs);
}

async function findDue(ports: ChatPorts, turn: Turn): Promise<DueLink | undefined> {
  const { rows } = await ports.db.execute<DueLink>(sql`
    select id, channel_id, root_ts, split_part(reconcile_cursor, '|', 2) as cursor, reconciled_ts as position,
      coalesce(split_part(reconcile_cursor, '|', 1)::float8, extract(epoch from now())::float8 * 1000) as began_ms,
      (extract(epoch from now() - last_activity_at) * 1000)::float8 as quiet_ms
    from chat_link
    where team_id = ${turn.team_id} and installation_id = ${turn.installation_id} and root_ts is not null
      and reconcile_at <= now()
    order by reconcile_cursor is null, last_activity_at desc limit 1`);
  return rows[0];
}

async function goOn(
  ports: ChatPorts,
  turn: Turn,
  link: DueLink,
  cursor: string,
  replies: readonly ChatThreadMessage[],
): Promise<void> {
  await ports.db.execute(sql`
    update chat_link set reconcile_cursor = ${`${link.began_ms}|${cursor}`}, reconciled_ts = ${replies.at(-1)?.ts ?? link.position}
    where team_id = ${turn.team_id} and id = ${link.id}`);
}

async function finish(ports: ChatPorts, turn: Turn, link: DueLink): Promise<void> {
  const step = rhythm[ports.config.slack.readLimits].find(({ within }) => link.quiet_ms < within);
  const waitMs = step === undefined ? null : ports.clock.scaled(step.every);
  await ports.db.execute(sql`
    update chat_link set reconcile_cursor = null, reconciled_ts = null, reconciled_at = now(),
      reconcile_at = case when reconcile_at > to_timestamp(${link.began_ms}::float8 / 1000) then now()
        else now() + ${waitMs}::float8 * interval '1 millisecond' end
    where team_id = ${turn.team_id} and id = ${link.id}`);
}

async function later(ports: ChatPorts, turn: Turn, waitMs: number): Promise<void> {
  await ports.db.execute(sql`
    update chat_installation set read_at =
      greatest(read_at, now() + ${ports.clock.scaled(waitMs)} * interval '1 millisecond')
    where team_id = ${turn.team_id} and id = ${turn.installation_id}`);
}

/**
 * Marks threads with recent life as due, after a time in which events may have been missed: the server was down, or
 * a connection to the chat broke.
 */
export async function requestReconciliation(ports: ChatPorts, quietForMs = 2 * dayMs): Promise<number> {
  return inTransaction(ports.db, async (tx) => {
    const { rows } = await tx.execute(sql`
      update chat_link l set reconcile_at = now()
      from chat_installation i
      where i.team_id = l.team_id and i.id = l.installation_id and i.state = 'active' and l.root_ts is not null
        and l.last_activity_at > now() - ${quietForMs} * interval '1 millisecond'
      returning l.id`);
    await ports.queue.enqueue(tx, reconcileChatLinks, {}, { jobKey: 'reconcile' });
    return rows.length;
  });
}

/** Somebody opened a discussion: its thread is read again when that was not done lately. */
async function noteOpened(
  ports: Pick<ChatPorts, 'db' | 'queue' | 'clock'>,
  at: { teamId: string; discussionId: string },
): Promise<void> {
  const freshMs = ports.clock.scaled(staleMs);
  const { rows } = await ports.db.execute(sql`
    update chat_link set reconcile_at = now()
    where team_id = ${at.teamId} and discussion_id = ${at.discussionId} and root_ts is not null and state = 'active'
      and (reconcile_at is null or reconcile_at > now())
      and (reconciled_at is null or reconciled_at < now() - ${freshMs} * interval '1 millisecond')
      and created_at < now() - ${freshMs} * interval '1 millisecond'
    returning id`);
  if (rows.length > 0) await ports.queue.enqueue(ports.db, reconcileChatLinks, {}, { jobKey: 'reconcile' });
}

/** Opening the same discussion again asks no sooner than this. */
const openedEveryMs = 30_000;
const mostOpened = 10_000;
const openedAt = new Map<string, number>();

/** The same without keeping the asker waiting, and not at every opening: people go to and fro between mails. */
export function noteOpenedSoon(ports: Ports, at: { teamId: string; discussionId: string }): void {
  const key = `${at.teamId} ${at.discussionId}`;
  const now = performance.now();
  if (now - (openedAt.get(key) ?? -Infinity) < ports.clock.scaled(openedEveryMs)) return;
  if (openedAt.size >= mostOpened) openedAt.clear();
  openedAt.set(key, now);
  void noteOpened(ports, at).catch((error: unknown) =>
    ports.logger.warn({ err: error }, 'opening a discussion could not ask for its thread to be read'),
  );
}
