import { sql } from 'drizzle-orm';
import type { OutgoingState } from '#shared/contract/outgoing-mail.ts';
import { redrawNews, showSent } from '../correspondences/index.ts';
import { announceEvent } from '../webhooks/index.ts';
import { outgoingMail, outgoingMailChange } from '#server/db/schema/index.ts';
import type { Transaction } from '#server/db/client.ts';
import { createId } from '#server/kernel/ids.ts';
import type { LiveEventInput } from '#server/ports/live-feed.ts';
import type { Ports } from '#server/ports/ports.ts';
import { whereOutgoing, type OutgoingRow } from './outgoing-row.ts';

type Fields = Partial<typeof outgoingMail.$inferInsert>;

/**
 * Moves a mail that the caller holds to another state and writes down when, by whom and why; the database refuses what
 * is no transition. The same state again changes fields alone.
 */
export async function changeState(
  ports: Pick<Ports, 'liveFeed' | 'queue' | 'clock'>,
  tx: Transaction,
  row: OutgoingRow,
  change: {
    readonly to: OutgoingState;
    readonly by: string | null;
    readonly problem?: string | null;
    readonly fields?: Fields;
  },
): Promise<void> {
  const { to, by, problem = null, fields = {} } = change;
  await tx
    .update(outgoingMail)
    .set({ ...fields, state: to, problem, version: sql`version + 1`, updatedAt: new Date() })
    .where(whereOutgoing(row));
  if (to !== row.state) {
    await noteChange(tx, row, { from: row.state, to, by, problem });
    await announce(ports, tx, row, { to, isBounce: fields.bouncedAt != null });
  }
  if (to !== row.state || problem !== row.problem) await redrawNews(ports, tx, row.teamId, { subjectId: row.id });
  if (to === 'sent') await showSent(ports, tx, row);
  await tellOfOutgoing(ports, tx, row);
}

/** Tells the team's webhooks what became of it; a draft is nobody's business but its writer's. */
async function announce(
  ports: Pick<Ports, 'queue' | 'clock'>,
  tx: Transaction,
  row: OutgoingRow,
  { to, isBounce }: { readonly to: OutgoingState; readonly isBounce: boolean },
): Promise<void> {
  if (to === 'draft') return;
  await announceEvent(ports, tx, row.teamId, {
    type: isBounce ? 'outgoing_mail.bounced' : `outgoing_mail.${to}`,
    data: {
      outgoing_mail_id: row.id,
      correspondence_id: row.correspondenceId,
      account_id: row.mailboxId,
      state: to,
      previous_state: row.state,
    },
  });
}

/** Writes a change of state into the history. */
export async function noteChange(
  tx: Transaction,
  { teamId, id }: Pick<OutgoingRow, 'teamId' | 'id'>,
  change: { from: OutgoingState | null; to: OutgoingState; by: string | null; problem: string | null },
): Promise<void> {
  await tx.insert(outgoingMailChange).values({
    teamId,
    outgoingId: id,
    id: createId(),
    fromState: change.from,
    toState: change.to,
    actorId: change.by,
    problem: change.problem,
  });
}

/** Tells whoever sees it that it changed. */
export async function tellOfOutgoing(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  row: Pick<OutgoingRow, 'teamId' | 'id' | 'correspondenceId' | 'isShared' | 'authorId' | 'editorId'>,
): Promise<void> {
  const { teamId, isShared } = row;
  // One that belongs to no correspondence yet is told by its own id, which no other thread answers to.
  const correspondenceId = row.correspondenceId ?? row.id;
  const event: LiveEventInput = { teamId, kind: 'correspondence', payload: { correspondenceId } };
  const people = [...new Set([row.authorId, row.editorId])];
  await ports.liveFeed.publish(tx, isShared ? event : people.map((userId) => ({ ...event, userId })));
}
