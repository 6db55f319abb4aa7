import { sql } from 'drizzle-orm';
import type { DiscussionId } from '#shared/contract/ids.ts';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';

export interface TouchedMessage extends Record<string, unknown> {
  readonly discussion_id: DiscussionId;
  readonly seq: string;
  readonly author_id: string | null;
}

/**
 * Something that is shown with a message changed (a reaction, a receipt): its version grows and live clients are
 * told. Does nothing when the team has no such message.
 */
export async function touchMessage(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  teamId: string,
  messageId: string,
): Promise<void> {
  const { rows } = await tx.execute<TouchedMessage>(sql`
    update message set version = version + 1 where team_id = ${teamId} and id = ${messageId}
    returning discussion_id, seq, author_id`);
  const touched = rows[0];
  if (touched === undefined) return;
  const event = { teamId, kind: 'message', discussionId: touched.discussion_id, payload: { messageId } };
  await ports.liveFeed.publish(tx, event);
}

/** Called by the chat when the receipt of a message changed, in the transaction that changed it. */
export async function noteReceipt(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  at: { teamId: string; messageId: string },
): Promise<void> {
  await touchMessage(ports, tx, at.teamId, at.messageId);
}
