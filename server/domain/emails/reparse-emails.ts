import { sql } from 'drizzle-orm';
import { readHashKey } from '../contacts/index.ts';
import { refreshCounts } from '../correspondences/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { release } from '#server/ports/mail-bytes.ts';
import type { Ports } from '#server/ports/ports.ts';
import { keepSource } from './keep-source.ts';
import { prepareEmail } from './read-incoming.ts';
import { rewriteContent } from './rewrite-content.ts';

/** Read and written in one transaction. */
const mostMails = 50;
const mostBytes = 32 * 1024 * 1024;

export type ReparsePorts = Pick<Ports, 'db' | 'files'> & { readonly liveFeed: Pick<Ports['liveFeed'], 'publish'> };

/** How far it is; `failedIds` are mails that were left as they are: their source is gone, or can't be written. */
export interface ReparseProgress {
  readonly read: number;
  readonly changed: number;
  readonly failedIds: readonly string[];
  readonly isDone: boolean;
}

/**
 * Reads a team's shared mails again from their sources, as this version reads mail, some at a time: subject, texts,
 * fragments, files, names and what search finds. Ids, threads, states, who has read what, and everything that people
 * did stay. How far it is is committed with each lot: cut off at any point, the next call goes on there, and two at once
 * share the work.
 */
export async function* reparseEmails(
  ports: ReparsePorts,
  { teamId, lot = mostMails }: { readonly teamId: string; readonly lot?: number },
): AsyncGenerator<ReparseProgress> {
  const hashKey = await readHashKey(ports.db, teamId);
  await ports.db.execute(sql`insert into mail_reparse (team_id) values (${teamId}) on conflict do nothing`);
  for (;;) {
    const progress = await inTransaction(ports.db, (tx) => reparseLot(ports, tx, { teamId, hashKey, lot }));
    yield progress;
    if (progress.isDone) return;
  }
}

/** Forgets how far an earlier run came, so that the next one begins at the first mail. */
export async function restartReparse(ports: Pick<Ports, 'db'>, teamId: string): Promise<void> {
  await ports.db.execute(sql`delete from mail_reparse where team_id = ${teamId}`);
}

interface Lot {
  readonly teamId: string;
  readonly hashKey: string;
  readonly lot: number;
}

async function reparseLot(ports: ReparsePorts, tx: Transaction, at: Lot): Promise<ReparseProgress> {
  const { teamId } = at;
  const { rows } = await tx.execute<Place>(sql`
    select after_email_id, read_count, changed_count, failed_ids from mail_reparse
    where team_id = ${teamId} for update`);
  const [place] = rows;
  // Another run that shared the work has ended it.
  if (place === undefined) return { read: 0, changed: 0, failedIds: [], isDone: true };
  const sources = await lockSources(tx, teamId, place.after_email_id, at.lot);
  const outcome = await rewriteAll(ports, tx, at, sources);
  const progress = {
    read: place.read_count + sources.length,
    changed: place.changed_count + outcome.changed,
    failedIds: [...place.failed_ids, ...outcome.failedIds],
    isDone: sources.length === 0,
  };
  if (progress.isDone) await tx.execute(sql`delete from mail_reparse where team_id = ${teamId}`);
  else
    await tx.execute(sql`
      update mail_reparse set after_email_id = ${sources.at(-1)?.id ?? null}, read_count = ${progress.read},
        changed_count = ${progress.changed}, failed_ids = ${sql.param(progress.failedIds)}::uuid[]
      where team_id = ${teamId}`);
  return progress;
}

interface Place extends Record<string, unknown> {
  readonly after_email_id: string | null;
  readonly read_count: number;
  readonly changed_count: number;
  readonly failed_ids: readonly string[];
}

interface Source extends Record<string, unknown> {
  readonly id: string;
  readonly correspondence_id: string;
  readonly raw_sha256: string;
  readonly raw_size: number;
  readonly received_at: Date | string;
}

/** The next mails; whoever takes their content away waits. */
async function lockSources(
  tx: Transaction,
  teamId: string,
  after: string | null,
  lot: number,
): Promise<readonly Source[]> {
  const { rows } = await tx.execute<Source>(sql`
    select id, correspondence_id, raw_sha256, raw_size, received_at from email
    where team_id = ${teamId} and is_shared and raw_sha256 is not null and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${lot} for update`);
  let bytes = 0;
  const fitting = rows.findIndex(({ raw_size }) => (bytes += raw_size) > mostBytes);
  return fitting === -1 ? rows : rows.slice(0, Math.max(1, fitting));
}

async function rewriteAll(
  ports: ReparsePorts,
  tx: Transaction,
  { teamId, hashKey }: Lot,
  sources: readonly Source[],
): Promise<{ changed: number; failedIds: readonly string[] }> {
  const failedIds: string[] = [];
  const places = new Map<string, string>();
  for (const source of sources) {
    // A mail that can't be read or written takes no other with it.
    const isChanged = await tx
      .transaction((nested) => rewriteOne(ports, nested, { teamId, hashKey, source }))
      .catch(() => void failedIds.push(source.id));
    if (isChanged === true) places.set(source.id, source.correspondence_id);
  }
  const told = [...new Set(places.values())];
  await refreshCounts(tx, teamId, told);
  await ports.liveFeed.publish(
    tx,
    told.map((correspondenceId) => ({ teamId, kind: 'correspondence', payload: { correspondenceId } })),
  );
  return { changed: places.size, failedIds };
}

async function rewriteOne(
  ports: ReparsePorts,
  tx: Transaction,
  { teamId, hashKey, source }: { readonly teamId: string; readonly hashKey: string; readonly source: Source },
): Promise<boolean> {
  const raw = await ports.files.hold(await ports.files.open(source.raw_sha256));
  try {
    const prepared = await prepareEmail({ raw, receivedAt: new Date(source.received_at) }, hashKey);
    const kept = await keepSource(ports, raw, prepared.email);
    return await rewriteContent(tx, teamId, { emailId: source.id, prepared, kept });
  } finally {
    await release(raw);
  }
}
