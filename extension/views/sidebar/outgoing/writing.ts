import { v7 as createId } from 'uuid';
import {
  OutgoingDraft,
  type OutgoingKind,
  type OutgoingMail,
  type PreparedAnswer,
} from '#shared/contract/outgoing-mail.ts';
import type { MailboxId } from '#shared/contract/ids.ts';
import { signatureBlock, swapSignature } from '#shared/email/signature-block.ts';

/** A new answer, as the server prepared it. */
export function startAnswer(
  kind: OutgoingKind,
  about: { emailId: string | null; correspondenceId: string | null },
  prepared: PreparedAnswer,
): OutgoingDraft {
  const { to, cc, subject, mailboxId, fromAddress, files } = prepared;
  const signature = prepared.mailboxes.find(({ id }) => id === mailboxId)?.signature ?? '';
  const blank = { bcc: [], body: signatureBlock(signature), withQuote: kind !== 'new' };
  return OutgoingDraft.parse({
    id: createId(),
    kind,
    ...about,
    mailboxId,
    fromAddress,
    to,
    cc,
    subject,
    files,
    ...blank,
  });
}

/** Which mailbox a mail goes out from, under which of its addresses. */
export interface Sender {
  readonly mailboxId: MailboxId;
  readonly fromAddress: string | null;
}

/** The same draft from another mailbox, with what one signs with there. */
export function moveToMailbox(
  draft: OutgoingDraft,
  { mailboxId, fromAddress }: Sender,
  mailboxes: PreparedAnswer['mailboxes'],
): Pick<OutgoingDraft, 'mailboxId' | 'fromAddress' | 'body'> {
  const signatureOf = (wanted: string | null): string => mailboxes.find(({ id }) => id === wanted)?.signature ?? '';
  return {
    mailboxId,
    fromAddress,
    body: swapSignature(draft.body, signatureOf(draft.mailboxId), signatureOf(mailboxId)),
  };
}

/** A draft with a copied text in it: above the signature, below what was written already. */
export function withText(draft: OutgoingDraft, text: string): OutgoingDraft {
  if (text === '') return draft;
  const at = draft.body.indexOf('\n\n-- \n');
  const [before, after] = at === -1 ? [draft.body, ''] : [draft.body.slice(0, at), draft.body.slice(at)];
  return { ...draft, body: `${before === '' ? '' : `${before}\n\n`}${text}${after}` };
}

/** A draft of the server's, to go on with. */
export function draftOf(mail: OutgoingMail): OutgoingDraft {
  return OutgoingDraft.parse(mail);
}
