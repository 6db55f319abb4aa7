import { and, eq, inArray, ne, or, sql } from 'drizzle-orm';
import { timingSafeEqual } from 'node:crypto';
import type { MailProviderId } from '#shared/contract/mailbox.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import type { MailNotice } from '#server/ports/mail-reader.ts';
import { hashSecret } from './begin-connection.ts';
import { requestSync } from './mailbox-jobs.ts';
import type { MailboxRow } from './mailbox-row.ts';

/**
 * Takes notifications as hints: the mailboxes they are about are asked for changes now, each once. One whose secret is
 * not ours, or that is about no mailbox of ours, does nothing. Anybody may post them, so many cost one look.
 */
export async function noteNotices(
  ports: MailPorts,
  provider: MailProviderId,
  notices: readonly MailNotice[],
): Promise<void> {
  for (const row of await findRows(ports, provider, notices)) {
    const kinds = new Set(notices.filter((notice) => isAbout(row, notice)).map(({ kind }) => kind));
    const strongest = (['lost', 'renew', 'changed'] as const).find((kind) => kinds.has(kind));
    if (strongest !== undefined) await wake(ports, row, strongest);
  }
}

async function findRows(
  ports: MailPorts,
  provider: MailProviderId,
  notices: readonly MailNotice[],
): Promise<readonly MailboxRow[]> {
  const watchIds = notices.flatMap(({ watchId }) => watchId ?? []);
  const addresses = notices.flatMap(({ watchId, address }) =>
    watchId === undefined ? (addressOf(address) ?? []) : [],
  );
  const isMeant = or(inArray(mailbox.watchId, watchIds), inArray(mailbox.address, addresses));
  return ports.db
    .select()
    .from(mailbox)
    .where(and(eq(mailbox.provider, provider), ne(mailbox.state, 'disconnected'), isMeant));
}

function addressOf(address: string | undefined): string | undefined {
  return address?.toLowerCase();
}

function isAbout(row: MailboxRow, { watchId, address, secret }: MailNotice): boolean {
  if (watchId === undefined) return row.address === addressOf(address);
  return row.watchId === watchId && isSecretOf(row, secret);
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
