import { sql } from 'drizzle-orm';
import type { OutgoingDraft, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { findVisible } from '../correspondences/index.ts';
import { listSendingMailboxes } from '../mailboxes/index.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { getAnswered } from './answered-mail.ts';
import { changeState, noteChange, tellOfOutgoing } from './change-state.ts';
import { lockOutgoing, maySee, outgoingNotFound, refuseUnknown, type OutgoingRow } from './outgoing-row.ts';
import { getOutgoing } from './read-outgoing.ts';
import { writeFiles } from './write-files.ts';

/**
 * Keeps what somebody writes to a customer, as often as they like. Only who has it in hand may; what failed becomes a
 * draft again.
 * @throws Problem 'conflict' when a teammate has it in hand, it is on its way or nobody knows whether it went out, 'gone'
 * when it was discarded.
 */
export async function saveDraft(ports: Ports, ctx: Context, input: OutgoingDraft): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await writeDraft(ports, tx, ctx, input);
    if (row.state === 'queued' || row.state === 'sent')
      throw new Problem('conflict', 'This e-mail is on its way; take it back before you change it.');
  });
  return getOutgoing(ports, ctx, input.id);
}

/** The same in the caller's transaction. One that is queued or sent is left as it is. */
export async function writeDraft(
  ports: Pick<Ports, 'liveFeed' | 'queue' | 'clock'>,
  tx: Transaction,
  ctx: Context,
  input: OutgoingDraft,
): Promise<OutgoingRow> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`outgoing:${input.id}`}, 0))`);
  const known = await lockOutgoing(tx, { teamId: ctx.teamId, id: input.id });
  if (known === undefined) return insertDraft(ports, tx, ctx, input);
  if (!maySee(known, ctx)) throw outgoingNotFound();
  if (known.state === 'queued' || known.state === 'sent') return known;
  if (known.discardedAt !== null) throw new Problem('gone', 'This draft was discarded. Undo that, or begin anew.');
  if (known.editorId !== ctx.userId)
    throw new Problem('conflict', 'A teammate has this draft in hand now. Take it over to go on.');
  refuseUnknown(known);
  const fields = await fieldsOf(tx, ctx, input);
  await writeFiles(tx, ctx, known, input.files);
  await changeState(ports, tx, known, { to: 'draft', by: ctx.userId, fields });
  return { ...known, ...fields, state: 'draft' };
}

async function insertDraft(
  ports: Pick<Ports, 'liveFeed'>,
  tx: Transaction,
  ctx: Context,
  input: OutgoingDraft,
): Promise<OutgoingRow> {
  const place = await placeOf(tx, ctx, input);
  const own = { teamId: ctx.teamId, id: input.id, authorId: ctx.userId, editorId: ctx.userId, kind: input.kind };
  const [row] = await tx
    .insert(outgoingMail)
    .values({ ...own, ...place, ...(await fieldsOf(tx, ctx, input)) })
    .returning();
  if (row === undefined) throw new Error('a draft was not written');
  await writeFiles(tx, ctx, row, input.files);
  await noteChange(tx, row, { from: null, to: 'draft', by: ctx.userId, problem: null });
  await tellOfOutgoing(ports, tx, row);
  return row;
}

/** Where it belongs, and whether the team sees it: it does where it sees what is answered. */
async function placeOf(tx: Transaction, ctx: Context, input: OutgoingDraft) {
  if (input.emailId !== null) {
    const answered = await getAnswered(tx, ctx.teamId, input.emailId);
    return { answersEmailId: answered.id, correspondenceId: answered.correspondenceId, isShared: true };
  }
  if (input.kind !== 'new') throw new Problem('invalid-input', 'Say which e-mail this answers.');
  const correspondenceId = input.correspondenceId === null ? null : await findVisible(tx, ctx, input.correspondenceId);
  return { answersEmailId: null, correspondenceId, isShared: false };
}

async function fieldsOf(tx: Transaction, ctx: Context, input: OutgoingDraft) {
  const { mailboxId, fromAddress, to, cc, bcc, subject, body, withQuote } = input;
  if (mailboxId !== null && !(await listSendingMailboxes(tx, ctx)).some(({ id }) => id === mailboxId))
    throw new Problem('not-found', 'This mailbox is not connected, or it is not yours.');
  // What is written here is Markdown, whatever the draft was before.
  return { mailboxId, fromAddress, to, cc, bcc, subject, body, withQuote, html: null };
}
