import { and, eq, ne, sql } from 'drizzle-orm';
import { timingSafeEqual } from 'node:crypto';
import type { MailProviderId } from '#shared/contract/mailbox.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailNotice } from '#server/ports/mail-reader.ts';
import { hashSecret } from './begin-connection.ts';
import { requestSync } from './mailbox-jobs.ts';
import type { MailboxRow } from './mailbox-row.ts';

/**
 * Takes notifications as hints: the mailboxes they are about are asked for changes now. One whose secret is not ours,
 * or that is about no mailbox of ours, does nothing.
 */
export async function noteNotices(
  ports: MailPorts,
  provider: MailProviderId,
  notices: readonly MailNotice[],
): Promise<number> {
  const found = await Promise.all(
    notices.map(async (notice) => ({ notice, rows: await findRows(ports, provider, notice) })),
  );
  const wakes = found.flatMap(({ notice, rows }) => rows.map((row) => ({ notice, row })));
  for (const { notice, row } of wakes) await wake(ports, row, notice.kind);
  return wakes.length;
}

async function findRows(ports: MailPorts, provider: MailProviderId, notice: MailNotice): Promise<MailboxRow[]> {
  if (notice.address === undefined && notice.watchId === undefined) return [];
  const isMeant =
    notice.watchId === undefined
      ? eq(mailbox.address, (notice.address ?? '').toLowerCase())
      : eq(mailbox.watchId, notice.watchId);
  const rows = await ports.db
    .select()
    .from(mailbox)
    .where(and(eq(mailbox.provider, provider), ne(mailbox.state, 'disconnected'), isMeant));
  return rows.filter((row) => notice.watchId === undefined || isSecretOf(row, notice.secret));
}

function isSecretOf(row: MailboxRow, secret: string | undefined): boolean {
  const hash = row.watchSecretHash;
  return hash !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(hashSecret(secret ?? '')));
}

async function wake(ports: MailPorts, row: MailboxRow, kind: MailNotice['kind']): Promise<void> {
  const key = { teamId: row.teamId, mailboxId: row.id };
  const isWatchOver = kind === 'renew' || kind === 'lost';
  await ports.db.execute(sql`
    update mailbox set check_at = ${ports.clock.now().toISOString()}::timestamptz,
      watch_at = case when ${isWatchOver} then now() else watch_at end,
      watch_id = case when ${kind === 'lost'} then null else watch_id end
    where team_id = ${row.teamId} and id = ${row.id}`);
  await requestSync(ports, ports.db, key);
}
