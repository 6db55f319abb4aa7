import { Readable } from 'node:stream';
import type { MailboxId, OutgoingMailId } from '#shared/contract/ids.ts';
import { OutgoingDraft, type OutgoingFile, type OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { inTransaction } from '#server/db/client.ts';
import { outgoingMail } from '#server/db/schema/index.ts';
import type { Context } from '#server/kernel/context.ts';
import { createId } from '#server/kernel/ids.ts';
import { requirePermission } from '#server/kernel/permission.ts';
import { Problem } from '#server/kernel/problem.ts';
import type { Ports } from '#server/ports/ports.ts';
import { storeFile } from '../attachments/index.ts';
import { htmlToText } from '../emails/index.ts';
import { lockOutgoing, whereOutgoing } from './outgoing-row.ts';
import { getOutgoing } from './read-outgoing.ts';
import { writeDraft } from './save-draft.ts';
import { queueMail } from './send-mail.ts';

/** A mail as a program sends it: finished, with nobody to take it back. */
export interface SendForProgram {
  /** Asked for again within a day it is the same mail; later it stands for another. */
  readonly id: OutgoingMailId;
  readonly mailboxId: MailboxId;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
  /** Plain text; made of `html` where it is left out. */
  readonly text: string;
  readonly html: string | null;
  readonly files: readonly { readonly name: string; readonly content: Buffer }[];
}

/** As long as a program may repeat its request. */
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Queues a new mail to go out at once, beginning a correspondence of its own; one that is known by its id is queued
 * again only when it certainly was not sent.
 * @throws Problem 'invalid-input' for what can't be sent, 'not-found' for a mailbox that is not the asker's, 'conflict'
 * for one that may not send. Then nothing is sent.
 */
export async function sendForProgram(ports: Ports, ctx: Context, input: SendForProgram): Promise<OutgoingMail> {
  requirePermission(ctx, 'outgoing-mail.write');
  const asked = readDraft(input, await keepFiles(ports, ctx, input));
  const html = input.html ?? toMarkup(asked.body);
  const id = await inTransaction(ports.db, async (tx) => {
    const known = await lockOutgoing(tx, { teamId: ctx.teamId, id: asked.id });
    const isSame = known !== undefined && ports.clock.now().getTime() - known.createdAt.getTime() < dayMs;
    if (isSame && known.state !== 'failed') return asked.id;
    const draft = known === undefined || isSame ? asked : { ...asked, id: createId<OutgoingMailId>() };
    const row = await writeDraft(ports, tx, ctx, draft);
    await tx.update(outgoingMail).set({ html }).where(whereOutgoing(row));
    await queueMail(ports, tx, ctx, { ...row, html }, { afterMs: 0, sendAt: null });
    return draft.id;
  });
  return getOutgoing(ports, ctx, id);
}

/** Stored as a person's are who writes in the extension; what then is not sent goes by itself. */
async function keepFiles(ports: Ports, ctx: Context, { files }: SendForProgram): Promise<OutgoingFile[]> {
  const kept: OutgoingFile[] = [];
  for (const { name, content } of files) {
    const { fileId } = await storeFile(ports, ctx, { name, contentType: undefined, bytes: Readable.from(content) });
    kept.push({ fileId, name, size: content.length });
  }
  return kept;
}

function readDraft(input: SendForProgram, files: OutgoingFile[]): OutgoingDraft {
  const found = OutgoingDraft.safeParse({
    id: input.id,
    kind: 'new',
    emailId: null,
    correspondenceId: null,
    mailboxId: input.mailboxId,
    fromAddress: null,
    to: input.to.map(toRecipient),
    cc: input.cc.map(toRecipient),
    bcc: input.bcc.map(toRecipient),
    subject: input.subject,
    body: input.text === '' ? htmlToText(input.html ?? '') : input.text,
    withQuote: false,
    files,
  });
  if (found.success) return found.data;
  throw new Problem('invalid-input', found.error.issues[0]?.message ?? 'This can not be sent. Nothing was sent.');
}

const toRecipient = (address: string) => ({ name: '', address });

/** Plain text as a mail's HTML shows it the same. */
export function toMarkup(text: string): string {
  const safe = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div style="white-space:pre-wrap">${safe.replace(/\r?\n/g, '<br>')}</div>`;
}
