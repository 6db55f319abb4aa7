import { sql } from 'drizzle-orm';
import { recordAudit } from '../audit/index.ts';
import { inTransaction } from '#server/db/client.ts';
import type { SentMail } from '#server/ports/mail-sender.ts';
import type { Ports } from '#server/ports/ports.ts';
import { changeState } from './change-state.ts';
import { lockOutgoing, type OutgoingRow } from './outgoing-row.ts';

/** Notes that a mail went out, whoever found that out. @returns false when it was noted before. */
export async function settleSent(ports: Ports, row: OutgoingRow, sent: SentMail): Promise<boolean> {
  return inTransaction(ports.db, async (tx) => {
    const now = await lockOutgoing(tx, row);
    if (now === undefined || (now.state !== 'queued' && now.state !== 'unknown')) return false;
    const fields = { providerMessageId: sent.providerId, sentAt: ports.clock.now(), dueAt: null };
    await changeState(ports, tx, now, { to: 'sent', by: null, problem: sent.note ?? null, fields });
    return true;
  });
}

/**
 * Notes what ends a mail's way without its being (known to be) sent. What somebody else took up meanwhile is theirs.
 */
export async function settleOtherwise(
  ports: Ports,
  row: OutgoingRow,
  to: 'failed' | 'unknown',
  problem: string,
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const now = await lockOutgoing(tx, row);
    if (now === undefined || now.state !== 'queued' || now.claim !== row.claim) return;
    await changeState(ports, tx, now, {
      to,
      by: null,
      problem,
      fields: { dueAt: null, step: 'waiting', providerDraftId: to === 'failed' ? null : now.providerDraftId },
    });
    const { teamId, id } = row;
    await recordAudit(
      tx,
      { teamId, actorKind: 'server' },
      { action: `outgoing-mail.${to}`, target: `outgoing-mail:${id}` },
    );
  });
}

/** Leaves a mail queued for a while, as what it waits for; real milliseconds. */
export async function postpone(
  ports: Ports,
  row: OutgoingRow,
  next: {
    step: 'waiting' | 'checking';
    waitMs: number;
    problem: string | null;
    checks?: number;
    repeats?: number;
    isUntried?: boolean;
  },
): Promise<void> {
  await inTransaction(ports.db, async (tx) => {
    const now = await lockOutgoing(tx, row);
    if (now === undefined || now.state !== 'queued' || now.claim !== row.claim) return;
    const fields = {
      step: next.step,
      checks: next.checks ?? now.checks,
      repeats: next.repeats ?? now.repeats,
      // Nothing was asked of the provider for it yet, so it can still be taken back.
      ...(next.isUntried === true && { attempts: row.attempts - 1 }),
      dueAt: sql`now() + ${next.waitMs}::float8 * interval '1 millisecond'` as never,
    };
    await changeState(ports, tx, now, { to: 'queued', by: null, problem: next.problem, fields });
  });
}
