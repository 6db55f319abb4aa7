import { z } from 'zod';
import { mostRecipients, OutgoingSend, type OutgoingMail, type Recipient } from '#shared/contract/outgoing-mail.ts';
import { domainOf, isSendable, normaliseAddress } from '#shared/email/address.ts';
import { withoutSignature } from '#shared/email/signature-block.ts';
import { recordAudit } from '../audit/index.ts';
import { readSignatures, requireSendingMailbox } from '../mailboxes/index.ts';
import { inTransaction, type Transaction } from '#server/db/client.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { changeState } from './change-state.ts';
import { requestDrain } from './outgoing-jobs.ts';
import { refuseBlockedFiles } from './refuse-blocked-files.ts';
import { lockVisible, type OutgoingRow } from './outgoing-row.ts';
import { getOutgoing } from './read-outgoing.ts';
import { writeDraft } from './save-draft.ts';

/** How long a mail can be taken back before it goes to the provider. */
export const undoMs = 10_000;

/** How far ahead a mail may be put off. */
const farthestMs = 366 * 24 * 60 * 60 * 1000;

export const SendMail = OutgoingSend;
export type SendMail = z.infer<typeof SendMail>;

/**
 * Queues a mail to a customer as it stands. It goes to the provider after `undoMs`, or at the moment that was chosen, from
 * the asker's own mailbox; until then it can be taken back. Asked again for the same mail, it changes nothing.
 * @throws Problem 'invalid-input' or 'conflict' with a sentence; then nothing is sent and the draft stays as it was
 * saved last.
 */
export async function sendMail(ports: Ports, ctx: Context, input: SendMail): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const { sendAt, ...draft } = input;
    const row = await writeDraft(ports, tx, ctx, draft);
    if (row.state === 'draft')
      await queueMail(ports, tx, ctx, row, { afterMs: undoMs, sendAt: readSendAt(ports, sendAt) });
  });
  return getOutgoing(ports, ctx, input.id);
}

/** A moment to come by the server's clock. @throws Problem 'invalid-input' for one that is over or too far away. */
function readSendAt(ports: Pick<Ports, 'clock'>, text: string | null): Date | null {
  if (text === null) return null;
  const at = new Date(text);
  const fromNowMs = at.getTime() - ports.clock.now().getTime();
  if (fromNowMs <= 0) throw new Problem('invalid-input', 'This time is over. Choose a later one; nothing was sent.');
  if (fromNowMs > farthestMs)
    throw new Problem('invalid-input', 'An e-mail can be put off for a year at most. Choose an earlier time.');
  return at;
}

interface When {
  /** How long it can be taken back at least. */
  readonly afterMs: number;
  readonly sendAt: Date | null;
}

/** Queues a draft that the caller holds. */
export async function queueMail(
  ports: Ports,
  tx: Transaction,
  ctx: Context,
  row: OutgoingRow,
  { afterMs, sendAt }: When,
): Promise<void> {
  const { mailboxId } = row;
  if (mailboxId === null)
    throw new Problem('invalid-input', 'Choose the mailbox that this goes out from. Nothing was sent.');
  const { address, aliases } = await requireSendingMailbox(tx, ctx, mailboxId);
  if (row.fromAddress !== null && aliases.every((alias) => alias.address !== row.fromAddress))
    throw new Problem(
      'invalid-input',
      `${address} may not write as ${row.fromAddress}. Choose another sender; nothing was sent.`,
    );
  const now = ports.clock.now();
  const fields = {
    ...checkedRecipients(row),
    editorId: ctx.userId,
    step: 'waiting' as const,
    // Its own each time: what a provider kept of an earlier, refused wording is not taken for this one.
    messageId: `${createId<string>()}@${domainOf(row.fromAddress ?? address)}`,
    providerDraftId: null,
    providerMessageId: null,
    firstCalledAt: null,
    queuedAt: now,
    sendAt,
    dueAt: new Date(Math.max(ports.clock.after(afterMs).getTime(), sendAt?.getTime() ?? 0)),
    bouncedAt: null,
    attempts: 0,
    checks: 0,
    repeats: 0,
  };
  const signature = (await readSignatures(tx, ctx)).get(mailboxId) ?? '';
  if (withoutSignature(row.body, signature).trim() === '')
    throw new Problem('invalid-input', 'The e-mail has no text yet. Write something; nothing was sent.');
  await refuseBlockedFiles(ports, tx, row);
  await changeState(ports, tx, row, { to: 'queued', by: ctx.userId, fields });
  await recordAudit(tx, ctx, {
    action: 'outgoing-mail.send',
    target: `outgoing-mail:${row.id}`,
    detail: { mailboxId },
  });
  await requestDrain(ports, tx, { teamId: ctx.teamId, mailboxId });
}

/** @throws Problem 'invalid-input' for nobody, and for what is no address that every mail server takes. */
function checkedRecipients(row: OutgoingRow): Pick<OutgoingRow, 'to' | 'cc' | 'bcc'> {
  const count = row.to.length + row.cc.length + row.bcc.length;
  if (count === 0) throw new Problem('invalid-input', 'Say who gets this e-mail. Nothing was sent.');
  if (count > mostRecipients)
    throw new Problem(
      'invalid-input',
      `An e-mail can have ${mostRecipients} recipients, and this has ${count}. Take some away; nothing was sent.`,
    );
  return { to: row.to.map(checkRecipient), cc: row.cc.map(checkRecipient), bcc: row.bcc.map(checkRecipient) };
}

function checkRecipient({ name, address }: Recipient): Recipient {
  const normalised = normaliseAddress(address);
  if (normalised === undefined)
    throw new Problem('invalid-input', `“${address}” is not an e-mail address. Correct it; nothing was sent.`);
  if (!isSendable(normalised))
    throw new Problem(
      'invalid-input',
      `“${address}” has letters before the @ that can’t be sent to. Nothing was sent.`,
    );
  return { name, address: normalised };
}

/**
 * Takes a queued mail back as a draft, while no provider has been asked to send it.
 * @throws Problem 'conflict' when it is too late.
 */
export async function undoSend(ports: Ports, ctx: Context, id: string): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    if (row.state === 'draft') return;
    if (row.state !== 'queued' || row.step !== 'waiting' || row.attempts > 0)
      throw new Problem('conflict', 'It is too late to take this e-mail back: it is with the mail provider already.');
    await changeState(ports, tx, row, { to: 'draft', by: ctx.userId, fields: { dueAt: null } });
    await recordAudit(tx, ctx, { action: 'outgoing-mail.undo', target: `outgoing-mail:${id}` });
  });
  return getOutgoing(ports, ctx, id);
}

/**
 * Sends again what failed, or what nobody could tell of: that is looked for first, and only sent again when it is not
 * there.
 */
export async function retrySend(ports: Ports, ctx: Context, id: string): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    if (row.state === 'queued' || row.state === 'sent') return;
    if (row.state === 'draft') throw new Problem('conflict', 'This is a draft; send it from where it is written.');
    if (row.bouncedAt !== null)
      throw new Problem('conflict', 'This e-mail went out and came back. Correct it, then send it anew.');
    if (row.mailboxId === null) throw new Problem('conflict', 'Its mailbox is gone; choose another one first.');
    await requireSendingMailbox(tx, ctx, row.mailboxId);
    const step = row.state === 'unknown' ? ('checking' as const) : ('waiting' as const);
    const fields = {
      step,
      checks: 0,
      repeats: 0,
      checkingSince: null,
      dueAt: ports.clock.now(),
      editorId: ctx.userId,
    };
    await changeState(ports, tx, row, { to: 'queued', by: ctx.userId, fields });
    await recordAudit(tx, ctx, { action: 'outgoing-mail.retry', target: `outgoing-mail:${id}` });
    await requestDrain(ports, tx, { teamId: ctx.teamId, mailboxId: row.mailboxId });
  });
  return getOutgoing(ports, ctx, id);
}

/** A person saw an unknown mail in their Sent folder: it counts as sent. */
export async function confirmSent(ports: Ports, ctx: Context, id: string): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  await inTransaction(ports.db, async (tx) => {
    const row = await lockVisible(tx, ctx, id);
    if (row.state === 'sent') return;
    if (row.state !== 'unknown')
      throw new Problem('conflict', 'Only an e-mail of which nobody knows can be confirmed.');
    await changeState(ports, tx, row, { to: 'sent', by: ctx.userId, fields: { sentAt: row.firstCalledAt } });
    await recordAudit(tx, ctx, { action: 'outgoing-mail.confirm', target: `outgoing-mail:${id}` });
  });
  return getOutgoing(ports, ctx, id);
}
