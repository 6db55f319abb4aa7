import { sql } from 'drizzle-orm';
import type { Ports } from '#server/ports/ports.ts';
import type { DrainKey } from './outgoing-jobs.ts';
import { findOutgoing, type OutgoingRow } from './outgoing-row.ts';

/**
 * The queued mail of a mailbox that is due first; undefined when nothing is queued. One that may have gone out already
 * comes before those that wait to go: somebody wants to know, and behind a long queue nobody could tell any more.
 */
export async function findNextMail(
  ports: Pick<Ports, 'db'>,
  key: DrainKey,
): Promise<{ row: OutgoingRow; waitMs: number } | undefined> {
  const { rows } = await ports.db.execute<{ id: string; wait_ms: number }>(sql`
    select id, (extract(epoch from due_at - now()) * 1000)::float8 as wait_ms from outgoing_mail
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state = 'queued'
    order by (step <> 'waiting' and due_at <= now()) desc, due_at, id limit 1`);
  const [next] = rows;
  const row = next && (await findOutgoing(ports.db, { teamId: key.teamId, id: next.id }));
  return row === undefined || next === undefined ? undefined : { row, waitMs: next.wait_ms };
}

/**
 * Takes a mail up for a step, committed before any call is made: whoever finds it so later knows that a call may have
 * been made. Only one server can succeed; it is left alone for `leaseMs`.
 * @returns the mail as taken up, undefined when somebody else has it or it was taken back.
 */
export async function claimMail(
  ports: Pick<Ports, 'db'>,
  row: OutgoingRow,
  step: 'sending' | 'checking',
  leaseMs: number,
): Promise<OutgoingRow | undefined> {
  const attempts = row.attempts + (step === 'sending' ? 1 : 0);
  const { rows } = await ports.db.execute(sql`
    update outgoing_mail set step = ${step}, claim = claim + 1, attempts = ${attempts},
      first_called_at = case when ${step === 'sending'} then coalesce(first_called_at, now()) else first_called_at end,
      checking_since = case when ${step === 'checking'} then coalesce(checking_since, now()) end,
      due_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where team_id = ${row.teamId} and id = ${row.id} and state = 'queued' and step = ${row.step} and claim = ${row.claim}
      and due_at <= now() returning id`);
  const firstCalledAt = row.firstCalledAt ?? new Date();
  const checkingSince = step === 'checking' ? (row.checkingSince ?? new Date()) : null;
  return rows.length === 0 ? undefined : { ...row, step, attempts, claim: row.claim + 1, firstCalledAt, checkingSince };
}

/** Right before a call that was long prepared: whether the mail is still the caller's, and for another lease. */
export async function holdMail(ports: Pick<Ports, 'db'>, row: OutgoingRow, leaseMs: number): Promise<boolean> {
  const { rows } = await ports.db.execute(sql`
    update outgoing_mail set due_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
    where team_id = ${row.teamId} and id = ${row.id} and state = 'queued' and step = 'sending' and claim = ${row.claim}
    returning id`);
  return rows.length > 0;
}
