import { v7 as createId } from 'uuid';
import {
  OutgoingDraft,
  type OutgoingKind,
  type OutgoingMail,
  type PreparedAnswer,
} from '#shared/contract/outgoing-mail.ts';

/** A new answer, as the server prepared it. */
export function startAnswer(
  kind: OutgoingKind,
  about: { emailId: string | null; correspondenceId: string | null },
  prepared: PreparedAnswer,
): OutgoingDraft {
  const { to, cc, subject, mailboxId, files } = prepared;
  const blank = { bcc: [], body: '', withQuote: kind !== 'new' };
  return OutgoingDraft.parse({ id: createId(), kind, ...about, mailboxId, to, cc, subject, files, ...blank });
}

/** A draft of the server's, to go on with. */
export function draftOf(mail: OutgoingMail): OutgoingDraft {
  return OutgoingDraft.parse(mail);
}
