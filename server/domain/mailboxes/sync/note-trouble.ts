import { sql } from 'drizzle-orm';
import { inTransaction } from '#server/db/client.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { MailTrouble } from '#server/ports/mail-reader.ts';
import { needReconnect } from '../need-reconnect.ts';
import { afterExpired } from '../open-access.ts';
import type { MailboxRow } from '../mailbox-row.ts';

const firstPauseMs = 2000;
const longestPauseMs = 15 * 60_000;
/** Trouble that lasts for as many tries is shown. */
const shownAfter = 3;

/**
 * What to do after a step failed: the mailbox is left alone for as long as the provider asks, or for longer and
 * longer; when no access will work any more, its owner is asked to connect it again. Nothing is lost meanwhile.
 */
export async function noteTrouble(ports: MailPorts, row: MailboxRow, error: unknown): Promise<{ waitMs: number }> {
  if (!(error instanceof MailTrouble)) ports.logger.error({ err: error, mailboxId: row.id }, 'a mailbox’s sync failed');
  else if (error.kind === 'signed-out') return signOut(ports, row, error.message);
  else if (error.kind === 'expired' && row.troubleCount === 0) return renew(ports, row);
  const told = error instanceof MailTrouble ? error.retryAfterMs : undefined;
  const message = error instanceof MailTrouble ? error.message : 'The server failed on this mailbox.';
  return hold(ports, row, told ?? pauseAfter(row.troubleCount), message);
}

function pauseAfter(troubles: number): number {
  return Math.min(longestPauseMs, firstPauseMs * 2 ** troubles) * (0.75 + Math.random() / 2);
}

async function hold(ports: MailPorts, row: MailboxRow, pauseMs: number, message: string): Promise<{ waitMs: number }> {
  const until = ports.clock.after(pauseMs);
  await ports.db.execute(sql`
    update mailbox set held_until = ${until.toISOString()}::timestamptz, trouble_count = trouble_count + 1,
      problem = case when trouble_count + 1 >= ${shownAfter} then ${message} else problem end
    where team_id = ${row.teamId} and id = ${row.id} and state = 'connected'`);
  return { waitMs: Math.max(1, until.getTime() - ports.clock.now().getTime()) };
}

/** The first time that access is not taken, new access is asked for; a second time in a row is trouble. */
async function renew(ports: MailPorts, row: MailboxRow): Promise<{ waitMs: number }> {
  await ports.db.execute(sql`
    update mailbox set trouble_count = trouble_count + 1 where team_id = ${row.teamId} and id = ${row.id}`);
  try {
    await afterExpired(ports, row);
    return { waitMs: 1 };
  } catch (error) {
    return noteTrouble(ports, { ...row, troubleCount: row.troubleCount + 1 }, error);
  }
}

async function signOut(ports: MailPorts, row: MailboxRow, problem: string): Promise<{ waitMs: number }> {
  await inTransaction(ports.db, async (tx) => {
    // Connected again meanwhile: then this was about the old access.
    const { rows } = await tx.execute(sql`
      select from mailbox where team_id = ${row.teamId} and id = ${row.id} and state = 'connected'
        and sealed_tokens = ${row.sealedTokens} for update`);
    if (rows.length > 0) await needReconnect(ports, tx, row, problem);
  });
  return { waitMs: 1 };
}

/** A step worked again. */
export async function forgetTrouble(ports: MailPorts, row: MailboxRow): Promise<void> {
  await ports.db.execute(sql`
    update mailbox set trouble_count = 0, held_until = null, problem = null
    where team_id = ${row.teamId} and id = ${row.id} and state = 'connected'`);
}
