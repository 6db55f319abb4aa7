import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble, type MailReader } from '#server/ports/mail-reader.ts';
import { hashSecret } from '../begin-connection.ts';
import { providerOf, type MailboxRow } from '../mailbox-row.ts';
import { takeLeave } from './spend.ts';
import type { StepOutcome } from './step-outcome.ts';

const dayMs = 24 * 60 * 60 * 1000;
const retryMs = 15 * 60 * 1000;

/**
 * Asks the provider to tell us of changes, and again well before it stops. Where it does not work, the mailbox is
 * asked every so often all the same.
 */
export async function keepWatch(ports: MailPorts, row: MailboxRow, reader: MailReader): Promise<StepOutcome> {
  const provider = providerOf(ports, row.provider);
  // Microsoft tells of another's mailbox only whole organisations' apps: such a one is asked every so often.
  if (!provider.canWatch || row.via !== null) return note(ports, row, ports.clock.now().getTime() + 365 * dayMs);
  const key = { teamId: row.teamId, mailboxId: row.id };
  const { costs } = provider.quota;
  const leave = await takeLeave(ports, key, provider.quota, { cost: costs.watch, want: 1, isUrgent: true });
  if ('waitMs' in leave) return leave;
  const secret = randomBytes(32).toString('base64url');
  const url = `${ports.config.publicUrl}/webhooks/${provider.id}`;
  try {
    const { id, expiresAt } = await reader.watch({ url, secret, earlierId: row.watchId });
    await ports.db.execute(sql`
      update mailbox set watch_expires_at = ${expiresAt.toISOString()}::timestamptz, watch_id = ${id},
        watch_secret_hash = case when watch_id = ${id} then watch_secret_hash else ${hashSecret(secret)} end
      where team_id = ${row.teamId} and id = ${row.id}`);
    const now = ports.clock.now().getTime();
    return await note(ports, row, now + Math.min(dayMs, (expiresAt.getTime() - now) / 2));
  } catch (error) {
    if (!(error instanceof MailTrouble) || error.kind === 'limited' || error.kind === 'expired') throw error;
    ports.logger.warn({ err: error, mailboxId: row.id }, 'a provider does not tell of a mailbox’s changes');
    return await note(ports, row, ports.clock.after(retryMs).getTime());
  } finally {
    await leave.done();
  }
}

async function note(ports: MailPorts, row: MailboxRow, nextAt: number): Promise<'done'> {
  await ports.db.execute(sql`
    update mailbox set watch_at = ${new Date(nextAt).toISOString()}::timestamptz
    where team_id = ${row.teamId} and id = ${row.id}`);
  return 'done';
}
