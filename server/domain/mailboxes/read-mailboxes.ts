import { and, asc, eq, ne, sql } from 'drizzle-orm';
import type { MailboxId } from '#shared/contract/ids.ts';
import type { Mailbox } from '#shared/contract/mailbox.ts';
import { mailbox } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { hasSuggestions } from '../emails/index.ts';
import { loadMailboxPeople } from './mailbox-people.ts';
import { featuresOf, findMailbox, isUsableBy, type MailboxKey, type MailboxRow } from './mailbox-row.ts';

/** The asker's own mailboxes and those that they use, oldest first. */
export async function listMailboxes(ports: Pick<Ports, 'db' | 'clock'>, ctx: Context): Promise<Mailbox[]> {
  requirePermission(ctx, 'mailbox.read');
  const own = and(eq(mailbox.teamId, ctx.teamId), isUsableBy(ctx), ne(mailbox.state, 'disconnected'));
  const rows = await ports.db.select().from(mailbox).where(own).orderBy(asc(mailbox.connectedAt), asc(mailbox.id));
  return Promise.all(rows.map((row) => toMailbox(ports, row)));
}

/** One mailbox as its owner and users see it. The caller has checked who asks. */
export async function readMailbox(ports: Pick<Ports, 'db' | 'clock'>, key: MailboxKey): Promise<Mailbox> {
  const found = await findMailboxView(ports, key);
  if (found === undefined) throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
  return found;
}

/** The same for live clients, to whom a mailbox that is gone says nothing. */
export async function findMailboxView(
  ports: Pick<Ports, 'db' | 'clock'>,
  key: MailboxKey,
): Promise<Mailbox | undefined> {
  const row = await findMailbox(ports.db, key);
  return row === undefined || row.state === 'disconnected' ? undefined : toMailbox(ports, row);
}

interface Counts extends Record<string, unknown> {
  readonly known: number;
  readonly stored: number;
  readonly waiting: number;
  readonly failed: number;
}

async function countItems(ports: Pick<Ports, 'db'>, { teamId, id }: MailboxRow): Promise<Counts> {
  const { rows } = await ports.db.execute<Counts>(sql`
    select coalesce(sum(n) filter (where state not in ('skipped', 'gone')), 0)::int as known,
      coalesce(sum(n) filter (where state in ('stored', 'stale')), 0)::int as stored,
      coalesce(sum(n) filter (where state = 'waiting'), 0)::int as waiting,
      coalesce(sum(n) filter (where state = 'failed'), 0)::int as failed
    from (select state, count(*) as n from mailbox_item where team_id = ${teamId} and mailbox_id = ${id}
      group by state) by_state`);
  return rows[0] ?? { known: 0, stored: 0, waiting: 0, failed: 0 };
}

function iso(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}

async function toMailbox(ports: Pick<Ports, 'db' | 'clock'>, row: MailboxRow): Promise<Mailbox> {
  const [counts, people, awaitsSharing] = await Promise.all([
    countItems(ports, row),
    loadMailboxPeople(ports.db, row),
    hasSuggestions(ports.db, row),
  ]);
  const now = ports.clock.now();
  return {
    id: row.id as MailboxId,
    provider: row.provider,
    address: row.address,
    via: row.via,
    ...people,
    state: row.state === 'connected' ? 'connected' : 'reconnect',
    problem: row.problem,
    isPaused: row.isPaused,
    features: featuresOf(row),
    awaitsSharing,
    sync: { phase: phaseOf(row, counts), ...counts, ...estimateOf(row, counts, now) },
    isPushed: row.watchExpiresAt !== null && row.watchExpiresAt > now,
    windowFrom: row.windowFrom.toISOString(),
    connectedAt: row.connectedAt.toISOString(),
    lastEventAt: iso(row.lastEventAt),
    lastSyncedAt: iso(row.lastSyncedAt),
    settings: {
      syncIntervalMinutes: row.syncIntervalMinutes,
      maxBatchSize: row.maxBatchSize,
      notificationEnabled: row.notificationEnabled,
      loggingLevel: row.loggingLevel,
    },
  };
}

function phaseOf(row: MailboxRow, counts: Counts): Mailbox['sync']['phase'] {
  if (row.firstSyncedAt === null) return 'first';
  return row.listing !== 'none' || (counts.waiting > 0 && row.cursor === null) ? 'refilling' : 'following';
}

/** The provider's guess until everything is listed; the time left by the pace so far. */
function estimateOf(
  row: MailboxRow,
  counts: Counts,
  now: Date,
): { estimate: number | null; remainingMs: number | null } {
  const estimate = row.listing === 'none' ? null : Math.max(row.estimate ?? 0, counts.known);
  const left = Math.max(estimate ?? 0, counts.known) - counts.stored - counts.failed;
  if (row.listStartedAt === null || counts.stored === 0 || row.firstSyncedAt !== null)
    return { estimate, remainingMs: left === 0 ? 0 : null };
  const perMail = (now.getTime() - row.listStartedAt.getTime()) / counts.stored;
  return { estimate, remainingMs: Math.round(Math.max(0, left) * perMail) };
}

/** How many mailboxes there are in each state, for the metrics. */
export async function countMailboxes(ports: Pick<Ports, 'db'>): Promise<Record<string, number>> {
  const { rows } = await ports.db.execute<{ state: string; n: number }>(sql`
    select state, count(*)::int as n from mailbox group by state`);
  return { connected: 0, reconnect: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) };
}
