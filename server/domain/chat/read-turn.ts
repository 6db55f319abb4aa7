import { sql } from 'drizzle-orm';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

/** How fast a workspace's messages may be read, and how many at once (docs.slack.dev/apis/web-api/rate-limits). */
export const readPaces = {
  internal: { gapMs: 2_000, limit: 200 },
  commercial: { gapMs: 61_000, limit: 15 },
} as const;

/**
 * Takes a workspace's turn to read messages for a look-up, where the chat allows few: reading for reconciliation
 * shares it and comes second.
 * @returns undefined when the turn is the caller's, else how long it has to wait (real milliseconds).
 */
export async function takeLookUpTurn(
  ports: ChatPorts,
  at: { teamId: string; installationId: string },
): Promise<number | undefined> {
  const gapMs = ports.clock.scaled(readPaces[ports.config.slack.readLimits].gapMs);
  const { rows } = await ports.db.execute(sql`
    update chat_installation set read_at = now() + ${gapMs} * interval '1 millisecond'
    where team_id = ${at.teamId} and id = ${at.installationId} and (read_at is null or read_at <= now()) returning id`);
  if (rows.length > 0) return undefined;
  const waiting = await ports.db.execute<{ wait_ms: number }>(sql`
    select greatest(10, extract(epoch from read_at - now()) * 1000)::float8 as wait_ms from chat_installation
    where team_id = ${at.teamId} and id = ${at.installationId}`);
  return waiting.rows[0]?.wait_ms ?? gapMs;
}

/**
 * Counts the gap from the answer instead of from the call: the chat counts when a call reaches it, and one that was
 * slow on its way would be followed too soon.
 */
export async function holdReadTurn(ports: ChatPorts, at: { teamId: string; installationId: string }): Promise<void> {
  const gapMs = ports.clock.scaled(readPaces[ports.config.slack.readLimits].gapMs);
  await ports.db.execute(sql`
    update chat_installation set read_at = greatest(read_at, now() + ${gapMs} * interval '1 millisecond')
    where team_id = ${at.teamId} and id = ${at.installationId}`);
}
