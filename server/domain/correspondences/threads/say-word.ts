import { sql } from 'drizzle-orm';
import type { CorrespondenceId, EmailId } from '#shared/contract/ids.ts';
import { recordAudit } from '../../audit/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { correspondenceNotFound, findVisible } from '../find-visible.ts';
import { recordEvent } from '../record-event.ts';
import { bringBackStanding, keepStanding, readStanding } from './merge-standing.ts';
import { lockThreads, placeEmails } from './place-emails.ts';

/** What a merge or a split did, by which it is undone. */
export interface ThreadChange {
  readonly wordId: string;
  /** Where the mails are now, the correspondence that the asker named first. */
  readonly correspondenceIds: readonly CorrespondenceId[];
}

/**
 * Joins two correspondences by hand. Discussions, tags and assignments of both stay and are shown together; links to
 * either lead to the one that is left.
 * @throws Problem 'invalid-input' when they are one already, or hold no mail that the team sees.
 */
export async function mergeCorrespondences(
  ports: Ports,
  ctx: Context,
  input: { readonly id: CorrespondenceId; readonly otherId: CorrespondenceId },
): Promise<ThreadChange> {
  requirePermission(ctx, 'correspondence.write');
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    const ids = [await findVisible(tx, ctx, input.id), await findVisible(tx, ctx, input.otherId)];
    const [first, second] = ids;
    if (first === undefined || second === undefined || first === second)
      throw new Problem('invalid-input', 'These are one correspondence already.');
    const emails = [await findNewest(tx, ctx, first), await findNewest(tx, ctx, second)];
    const before = await readStanding(tx, ctx.teamId, ids);
    const done = await sayWord(ports, tx, ctx, { kind: 'join', emails, correspondenceIds: ids, event: 'merge' });
    await keepStanding(tx, { teamId: ctx.teamId, wordId: done.wordId, before, mergedIds: done.correspondenceIds });
    return done;
  });
}

/**
 * Takes mails, and what answers them, out of a correspondence into one of their own.
 * @throws Problem 'not-found' for a mail that the team does not see, 'invalid-input' when none would be left.
 */
export async function splitCorrespondence(
  ports: Ports,
  ctx: Context,
  input: { readonly id: CorrespondenceId; readonly emailIds: readonly EmailId[] },
): Promise<ThreadChange> {
  requirePermission(ctx, 'correspondence.write');
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    const id = await findVisible(tx, ctx, input.id);
    const { rows } = await tx.execute<{ id: EmailId }>(sql`
      select id from shared_email where team_id = ${ctx.teamId} and correspondence_id = ${id}`);
    const inside = new Set(rows.map((row) => row.id));
    const emails = [...new Set(input.emailIds)];
    if (emails.some((email) => !inside.has(email))) throw correspondenceNotFound();
    if (emails.length === inside.size)
      throw new Problem('invalid-input', 'No mail would be left in this correspondence; choose fewer.');
    return sayWord(ports, tx, ctx, { kind: 'cut', emails, correspondenceIds: [id], event: 'split' });
  });
}

/** Takes a merge or a split back, as if it had never been said. Undoing twice is undoing once. */
export async function undoThreadChange(
  ports: Ports,
  ctx: Context,
  input: { readonly wordId: string },
): Promise<ThreadChange> {
  requirePermission(ctx, 'correspondence.write');
  return inTransaction(ports.db, async (tx) => {
    await lockThreads(tx, ctx.teamId);
    const { rows } = await tx.execute<UndoneWord>(sql`
      update thread_word w set undone_at = coalesce(w.undone_at, now()) from thread_word before
      where w.team_id = ${ctx.teamId} and w.id = ${input.wordId} and before.team_id = w.team_id and before.id = w.id
      returning w.email_ids, w.correspondence_ids, before.undone_at is null as is_first`);
    const [word] = rows;
    if (word === undefined) throw correspondenceNotFound();
    for (const id of word.correspondence_ids) await findVisible(tx, ctx, id);
    if (!word.is_first)
      return { wordId: input.wordId, correspondenceIds: await findPlaces(tx, ctx.teamId, word.email_ids) };
    const revive = new Map(
      word.correspondence_ids.flatMap((id, at) => {
        const email = word.email_ids[at];
        return email === undefined || word.correspondence_ids.length < 2 ? [] : [[email as string, id as string]];
      }),
    );
    const correspondenceIds = await apply(ports, tx, ctx, word.email_ids, 'undo', revive);
    await bringBackStanding(tx, ctx.teamId, input.wordId);
    return { wordId: input.wordId, correspondenceIds };
  });
}

interface UndoneWord extends Record<string, unknown> {
  readonly email_ids: EmailId[];
  readonly correspondence_ids: CorrespondenceId[];
  readonly is_first: boolean;
}

/** Where these mails are now, each place once, in the mails' order. */
async function findPlaces(tx: Transaction, teamId: string, emails: readonly EmailId[]): Promise<CorrespondenceId[]> {
  const { rows } = await tx.execute<{ id: EmailId; place: CorrespondenceId }>(sql`
    select id, correspondence_id as place from email where team_id = ${teamId} and id = any(${uuids(emails)})`);
  const places = new Map(rows.map(({ id, place }) => [id, place]));
  return [...new Set(emails.flatMap((id) => places.get(id) ?? []))];
}

interface Word {
  readonly kind: 'join' | 'cut';
  readonly emails: readonly EmailId[];
  readonly correspondenceIds: readonly CorrespondenceId[];
  readonly event: 'merge' | 'split';
}

async function sayWord(ports: Ports, tx: Transaction, ctx: Context, word: Word): Promise<ThreadChange> {
  const wordId = createId<string>();
  await tx.execute(sql`
    insert into thread_word (team_id, id, kind, email_ids, correspondence_ids, created_by)
    values (${ctx.teamId}, ${wordId}, ${word.kind}, ${uuids(word.emails)}, ${uuids(word.correspondenceIds)}, ${ctx.userId})`);
  const correspondenceIds = await apply(ports, tx, ctx, word.emails, word.event);
  return { wordId, correspondenceIds };
}

async function apply(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  emails: readonly EmailId[],
  event: 'merge' | 'split' | 'undo',
  revive?: ReadonlyMap<string, string>,
): Promise<readonly CorrespondenceId[]> {
  const options = { userId: ctx.userId, ...(revive === undefined ? {} : { revive }) };
  const placed = await placeEmails(tx, ctx.teamId, emails, options);
  const ids = [...new Set(emails.flatMap((email) => placed.get(email) ?? []))];
  const touched = [...new Set(placed.values())];
  for (const correspondenceId of ids)
    await recordEvent(tx, {
      teamId: ctx.teamId,
      correspondenceId,
      kind: event,
      actorId: ctx.userId,
      detail: { with: ids },
    });
  await recordAudit(tx, ctx, {
    action: `correspondence.${event}`,
    target: `correspondence:${ids[0] ?? ''}`,
    detail: { ids },
  });
  await ports.liveFeed.publish(
    tx,
    touched.map((correspondenceId) => ({ teamId: ctx.teamId, kind: 'correspondence', payload: { correspondenceId } })),
  );
  return ids;
}

function uuids(ids: readonly string[]) {
  return sql`array(select value::uuid from json_array_elements_text(${JSON.stringify(ids)}::json))`;
}

async function findNewest(tx: Transaction, ctx: Context, correspondenceId: string): Promise<EmailId> {
  const { rows } = await tx.execute<{ id: EmailId }>(sql`
    select id from shared_email where team_id = ${ctx.teamId} and correspondence_id = ${correspondenceId}
    order by sent_at desc, id desc limit 1`);
  const [row] = rows;
  if (row === undefined)
    throw new Problem('invalid-input', 'Only correspondences with mail that the team sees can be joined.');
  return row.id;
}
