import { sql } from 'drizzle-orm';
import type { Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { enqueueEffects, type Effect } from './enqueue-effect.ts';

/** Sends everything said so far over a new link of a discussion, in order, each message with its files. */
export async function postAll(
  ports: Pick<Ports, 'queue'>,
  tx: Transaction,
  { teamId, discussionId, linkId }: { teamId: string; discussionId: string; linkId: string },
): Promise<void> {
  const { rows } = await tx.execute<{ id: string; seq: string; files: string[] | null }>(sql`
    update message m set version = version + 1
    where m.team_id = ${teamId} and m.discussion_id = ${discussionId} and m.deleted_at is null
    returning m.id, m.seq, (select json_agg(f.id order by f.created_at, f.id) from file f
      where f.team_id = m.team_id and f.message_id = m.id and f.sha256 is not null) as files`);
  const ordered = rows.toSorted((left, right) => Number(left.seq) - Number(right.seq));
  await enqueueEffects(
    ports,
    tx,
    ordered.flatMap(({ id: messageId, files }): Effect[] => [
      { teamId, linkId, messageId, kind: 'post' },
      ...(files ?? []).map((fileId): Effect => ({ teamId, linkId, messageId, kind: 'file', payload: { fileId } })),
    ]),
  );
}
