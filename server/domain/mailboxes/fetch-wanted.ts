import { sql } from 'drizzle-orm';
import type { MailboxId, TeamId } from '#shared/contract/ids.ts';
import { listWantedCopies } from '../emails/index.ts';
import type { MailPorts } from '#server/ports/mail-ports.ts';
import { requestSync } from './mailbox-jobs.ts';
import { findMailbox, type MailboxKey } from './mailbox-row.ts';
import { keepTouches } from './sync/items.ts';

const most = 500;

/**
 * Mail whose content is wanted again (it was private and is shared now) waits to be fetched anew, before the rest.
 * @returns true when there may be more.
 */
export async function fetchWanted(ports: MailPorts, key: MailboxKey): Promise<boolean> {
  const row = await findMailbox(ports.db, key);
  if (row === undefined || row.state === 'disconnected') return false;
  const at = { teamId: key.teamId as TeamId, mailboxId: key.mailboxId as MailboxId };
  const wanted = await listWantedCopies(ports, { ...at, limit: most });
  const touches = wanted.map((copy) => ({ id: copy.providerMessageId, threadId: copy.providerThreadId }));
  await keepTouches(ports.db, key, touches, { place: ports.clock.now().getTime(), isChange: false });
  const ids = touches.map(({ id }) => id);
  await ports.db.execute(sql`
    update mailbox_item set state = 'waiting', known = null, touched = touched + 1, not_before = null
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state in ('stored', 'stale')
      and provider_id = any(${sql.param(ids)}::text[])`);
  if (ids.length > 0) await requestSync(ports, ports.db, key);
  return wanted.length === most;
}
