import type { CorrespondenceId } from '#shared/contract/ids.ts';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import { showQueued } from '../correspondences/index.ts';
import { readSignatures } from '../mailboxes/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { whereOutgoing } from './outgoing-row.ts';
import { renderText } from './render-body.ts';
import { writeDraft } from './save-draft.ts';
import { toMarkup } from './send-for-program.ts';
import { queueMail, undoMs } from './send-mail.ts';

/** An answer as a form in the chat gives it. */
export type ChatAnswerDraft = Omit<OutgoingDraft, 'correspondenceId' | 'fromAddress' | 'bcc' | 'withQuote' | 'files'>;

/**
 * Queues an answer whose text is plain, as `sendMail` queues one that was written beside the mail: with the same time to
 * take it back. What becomes of it shows in the thread that it was written from. Asked again for the same, it changes
 * nothing.
 * @throws Problem 'invalid-input', 'not-found' or 'conflict' with a sentence; then nothing is sent and nothing kept.
 */
export async function sendFromChat(
  ports: Ports,
  ctx: Context,
  input: ChatAnswerDraft,
  from: { readonly linkId: string; readonly correspondenceId: CorrespondenceId },
): Promise<void> {
  requirePermission(ctx, 'outgoing-mail.write');
  const { correspondenceId, linkId } = from;
  await inTransaction(ports.db, async (tx) => {
    const body = await sign(tx, ctx, input);
    // The form names the mailbox's own address as the sender.
    const draft = { ...input, body, fromAddress: null, correspondenceId, bcc: [], withQuote: true, files: [] };
    const row = await writeDraft(ports, tx, ctx, draft);
    if (row.state !== 'draft') return;
    const html = toMarkup(body);
    await tx.update(outgoingMail).set({ html }).where(whereOutgoing(row));
    await queueMail(ports, tx, ctx, { ...row, html }, { afterMs: undoMs, sendAt: null });
    await showQueued(ports, tx, { teamId: ctx.teamId, id: row.id, linkId });
  });
}

/** Their signature of that mailbox below, as plain text like the rest (RFC 3676, 4.3). */
async function sign(tx: Transaction, ctx: Context, { body, mailboxId }: ChatAnswerDraft): Promise<string> {
  if (body.trim() === '')
    throw new Problem('invalid-input', 'The e-mail has no text yet. Write something; nothing was sent.');
  const signature = (await readSignatures(tx, ctx)).get(mailboxId ?? '') ?? '';
  return signature === '' ? body : `${body.trimEnd()}\n\n-- \n${renderText(signature)}`;
}
