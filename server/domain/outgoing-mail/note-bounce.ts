import { sql } from 'drizzle-orm';
import { recordAudit } from '../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Ports } from '#server/ports/ports.ts';
import { changeState } from './change-state.ts';
import { lockOutgoing, type OutgoingRow } from './outgoing-row.ts';

interface Failure {
  readonly address: string;
  readonly answer: string;
}

/**
 * Notes that a mail came back, with what the mail server said. That it came back proves that it had gone out, whatever
 * was known until then. What was written anew since is another mail, of which the report says nothing.
 */
export async function noteBounce(
  ports: Ports,
  { teamId, outgoingId }: { readonly teamId: string; readonly outgoingId: string },
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const row = await lockOutgoing(tx, { teamId, id: outgoingId });
    if (row === undefined || row.state === 'draft') return;
    const failures = await readFailures(tx, row);
    const [first] = failures;
    if (first === undefined) return;
    const sent = await asSent(ports, tx, row);
    const addresses = [...new Set(failures.map(({ address }) => address))].join(', ');
    const problem = `It came back: ${addresses} did not get it. The mail server said: ${first.answer}`;
    const fields = { bouncedAt: sent.bouncedAt ?? ports.clock.now(), step: 'waiting' as const, dueAt: null };
    await changeState(ports, tx, sent, { to: 'failed', by: null, problem, fields });
    const by = { teamId, actorKind: 'server' as const };
    await recordAudit(tx, by, { action: 'outgoing-mail.bounce', target: `outgoing-mail:${outgoingId}` });
  });
}

/** What the reports of this sending say. */
async function readFailures(tx: Transaction, { teamId, id, queuedAt }: OutgoingRow): Promise<Failure[]> {
  const { rows } = await tx.execute<{ failures: Failure[] }>(sql`
    select failures from outgoing_mail_report where team_id = ${teamId} and outgoing_id = ${id}
      and created_at >= ${(queuedAt ?? new Date(0)).toISOString()}::timestamptz order by created_at, email_id`);
  return rows.flatMap(({ failures }) => failures);
}

async function asSent(ports: Ports, tx: Transaction, row: OutgoingRow): Promise<OutgoingRow> {
  if (row.state !== 'queued' && row.state !== 'unknown') return row;
  const fields = { sentAt: row.firstCalledAt ?? ports.clock.now(), dueAt: null };
  await changeState(ports, tx, row, { to: 'sent', by: null, fields });
  return { ...row, ...fields, state: 'sent' };
}
