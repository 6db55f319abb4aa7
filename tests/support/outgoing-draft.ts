import type { OutgoingMailId } from '#shared/contract/ids.ts';
import type { OutgoingDraft } from '#shared/contract/outgoing-mail.ts';
import { createId } from '#server/kernel/ids.ts';

/** What somebody wrote to a customer; a new mail of its own each time. */
export function createOutgoingDraft(fields: Partial<OutgoingDraft> = {}): OutgoingDraft {
  return {
    id: createId<OutgoingMailId>(),
    kind: fields.emailId == null ? 'new' : 'reply',
    emailId: null,
    correspondenceId: null,
    mailboxId: null,
    fromAddress: null,
    to: [{ name: 'Marta Weiss', address: 'marta@weiss-tools.example' }],
    cc: [],
    bcc: [],
    subject: 'Re: Order 7',
    body: 'Dear Marta,\n\nit left **today**.\n\nOlga',
    withQuote: true,
    files: [],
    ...fields,
  };
}
