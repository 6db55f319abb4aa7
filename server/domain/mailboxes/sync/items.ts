import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '#server/db/client.ts';
import type { MailState, MailTouch } from '#server/ports/mail-reader.ts';
import type { MailboxKey } from '../mailbox-row.ts';

/** What was listed along with a mail: its state, or that it is gone for good. */
const Known = z.union([
  z.object({ isGone: z.literal(true) }),
  z.object({
    threadId: z.string().nullable(),
    labels: z.array(z.string()),
    isRead: z.boolean(),
    receivedAt: z.string().nullable(),
  }),
]);

/** A mail that waits: to be fetched (`waiting`), or to be looked at again (`stale`). */
export interface WaitingItem {
  readonly id: string;
  readonly threadId: string | null;
  readonly state: 'waiting' | 'stale';
  readonly known: MailState | 'gone' | undefined;
  readonly touched: number;
  readonly attempts: number;
}

export interface KeepTouches {
  /** The place of the first one; each further one has a smaller one. */
  readonly place: number;
  /** The listing they come from; undefined for changes. */
  readonly round?: number;
  /** Whether what is known already is looked at again: something happened to it, or may have. */
  readonly isChange: boolean;
  /** What is stored is left as it is all the same: being listed says that it is still there. */
  readonly sparesStored?: boolean;
  readonly isUrgent?: boolean;
}

/** Notes down mails that were listed or changed. Whatever is noted is stored, parked or shown in the end. */
export async function keepTouches(
  tx: Transaction | Database,
  key: MailboxKey,
  touches: readonly MailTouch[],
  { place, round = 0, isChange, sparesStored = false, isUrgent = false }: KeepTouches,
): Promise<void> {
  if (touches.length === 0) return;
  // The last word about a mail counts; a page may name one twice.
  const latest = [...new Map(touches.map((touch) => [touch.id, touch])).values()];
  const rows = latest.map((touch, at) => ({
    id: touch.id,
    thread: touch.threadId,
    known: touch.isGone === true ? { isGone: true } : (touch.state ?? null),
    place: placeOf(touch) ?? place - at,
  }));
  await tx.execute(sql`
    insert into mailbox_item as item (team_id, mailbox_id, provider_id, thread_id, known, place, round, is_urgent)
    select ${key.teamId}, ${key.mailboxId}, id, thread, nullif(known, 'null'), place, ${round}, ${isUrgent}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as given (id text, thread text, known jsonb, place bigint)
    on conflict (team_id, mailbox_id, provider_id) do update set
      thread_id = coalesce(excluded.thread_id, item.thread_id),
      round = greatest(item.round, excluded.round),
      is_urgent = item.is_urgent or excluded.is_urgent,
      known = case when ${isChange} then excluded.known else coalesce(item.known, excluded.known) end,
      touched = item.touched + ${isChange ? 1 : 0},
      state = case
        when not ${isChange} then item.state
        when item.state = 'stored' then case when ${sparesStored} or excluded.known = item.known then 'stored'
          else 'stale' end
        when item.state in ('gone', 'skipped') then 'waiting'
        when item.state = 'failed' and excluded.known ? 'isGone' then 'waiting'
        else item.state end,
      updated_at = now()`);
}

function placeOf({ state }: MailTouch): number | undefined {
  const at = state?.receivedAt === undefined || state.receivedAt === null ? NaN : Date.parse(state.receivedAt);
  return Number.isNaN(at) ? undefined : at;
}

/** What is due, what a person waits for first, then the newest. */
export async function readDueItems(
  db: Database,
  key: MailboxKey,
  options: { limit: number; now: Date },
): Promise<readonly (WaitingItem & { isUrgent: boolean })[]> {
  const { rows } = await db.execute<{
    provider_id: string;
    thread_id: string | null;
    state: 'waiting' | 'stale';
    known: unknown;
    touched: number;
    attempts: number;
    is_urgent: boolean;
  }>(sql`
    select provider_id, thread_id, state, known, touched, attempts, is_urgent from mailbox_item
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state in ('waiting', 'stale')
      and (not_before is null or not_before <= ${options.now.toISOString()}::timestamptz)
    order by is_urgent desc, place desc limit ${options.limit}`);
  return rows.map((row) => ({
    id: row.provider_id,
    threadId: row.thread_id,
    state: row.state,
    known: readKnown(row.known),
    touched: row.touched,
    attempts: row.attempts,
    isUrgent: row.is_urgent,
  }));
}

function readKnown(known: unknown): WaitingItem['known'] {
  const parsed = Known.safeParse(known).data;
  if (parsed === undefined) return undefined;
  return 'isGone' in parsed ? 'gone' : parsed;
}

export interface SettledItem {
  readonly item: WaitingItem;
  readonly state: 'stored' | 'skipped' | 'gone';
}

/**
 * What became of items. One that something happened to meanwhile is looked at again. What was listed of a stored one
 * stays, so that hearing the same again is known to be nothing new.
 */
export async function settleItems(db: Database, key: MailboxKey, settled: readonly SettledItem[]): Promise<void> {
  if (settled.length === 0) return;
  const given = settled.map(({ item, state }) => ({ id: item.id, touched: item.touched, became: state }));
  await db.execute(sql`
    update mailbox_item i set attempts = 0, not_before = null, error = null, is_urgent = false, updated_at = now(),
      known = case when i.touched = given.touched and became <> 'stored' then null else i.known end,
      state = case when i.touched = given.touched then became when became = 'stored' then 'stale' else 'waiting' end
    from json_to_recordset(${JSON.stringify(given)}::json) as given (id text, touched integer, became text)
    where i.team_id = ${key.teamId} and i.mailbox_id = ${key.mailboxId} and i.provider_id = given.id
      and i.state in ('waiting', 'stale')`);
}

/** Puts an item aside until `notBefore`; without one it counts as failed and is shown. */
export async function parkItem(
  db: Database,
  key: MailboxKey,
  item: WaitingItem,
  why: { error: string; notBefore: Date | undefined },
): Promise<void> {
  await db.execute(sql`
    update mailbox_item set attempts = ${item.attempts + 1}, error = ${why.error}, is_urgent = false,
      state = ${why.notBefore === undefined ? sql`'failed'` : sql`state`},
      not_before = ${why.notBefore?.toISOString() ?? null}::timestamptz, updated_at = now()
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and provider_id = ${item.id}
      and state in ('waiting', 'stale')`);
}

/** After a listing: what is stored but was not listed is looked at again, since it may be gone or moved. */
export async function recheckUnlisted(tx: Transaction, key: MailboxKey, round: number): Promise<void> {
  await tx.execute(sql`
    update mailbox_item set state = 'stale', known = null, touched = touched + 1, updated_at = now()
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state = 'stored' and round < ${round}`);
}

/** After a listing of the unread mails: what is stored otherwise, read or unread, is looked at again. */
export async function recheckRead(tx: Transaction, key: MailboxKey, round: number): Promise<void> {
  await tx.execute(sql`
    update mailbox_item i set state = 'stale', known = null, touched = touched + 1, updated_at = now()
    from email_copy c where i.team_id = ${key.teamId} and i.mailbox_id = ${key.mailboxId} and i.state = 'stored'
      and c.team_id = ${key.teamId} and c.mailbox_id = ${key.mailboxId} and c.provider_message_id = i.provider_id
      and c.is_read = (i.round = ${round})`);
}

/** When the next parked item is due; undefined when none is. */
export async function findNextParked(db: Database, key: MailboxKey): Promise<Date | undefined> {
  const { rows } = await db.execute<{ at: Date | string | null }>(sql`
    select min(not_before) as at from mailbox_item
    where team_id = ${key.teamId} and mailbox_id = ${key.mailboxId} and state in ('waiting', 'stale')`);
  const at = rows[0]?.at;
  return at === null || at === undefined ? undefined : new Date(at);
}
