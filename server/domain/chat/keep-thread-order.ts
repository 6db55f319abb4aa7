import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import type { ChatPorts } from '#server/ports/chat-ports.ts';

interface Placed extends Record<string, unknown> {
  readonly id: string;
  readonly discussion_id: string;
  readonly seq: string;
}

/**
 * Puts a message that came late where the chat has it: the messages written in the chat trade their numbers among
 * themselves until they stand in the chat's order. What was written here keeps its place. The discussion's row is
 * locked by the caller's transaction.
 */
export async function keepThreadOrder(
  ports: Pick<ChatPorts, 'liveFeed'>,
  tx: Transaction,
  at: { teamId: string; channelId: string; linkId: string; ts: string },
): Promise<void> {
  const { rows } = await tx.execute<Placed>(sql`
    select m.id, m.discussion_id, m.seq from chat_message_ref r
    join message m on m.team_id = r.team_id and m.id = r.message_id and m.origin = 'chat'
    where r.team_id = ${at.teamId} and r.channel_id = ${at.channelId} and r.link_id = ${at.linkId}
      and r.ts::numeric >= ${at.ts}::numeric
    order by r.ts::numeric`);
  if (rows.length < 2) return;
  const numbers = rows.map((row) => Number(row.seq)).toSorted((a, b) => a - b);
  const moved = rows.flatMap((row, index) =>
    Number(row.seq) === numbers[index] ? [] : [{ row, seq: numbers[index] }],
  );
  // The number is unique within a discussion at every moment, so all step aside first.
  for (const { row } of moved)
    await tx.execute(sql`update message set seq = -seq where team_id = ${at.teamId} and id = ${row.id}`);
  for (const { row, seq } of moved)
    await tx.execute(sql`
      update message set seq = ${seq ?? 0}, version = version + 1 where team_id = ${at.teamId} and id = ${row.id}`);
  await ports.liveFeed.publish(
    tx,
    moved.map(({ row }) => ({
      teamId: at.teamId,
      kind: 'message',
      discussionId: row.discussion_id,
      payload: { messageId: row.id },
    })),
  );
}
