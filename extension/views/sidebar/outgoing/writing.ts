import { v7 as createId } from 'uuid';
import {
  OutgoingDraft,
  type OutgoingKind,
  type OutgoingMail,
  type PreparedAnswer,
} from '#shared/contract/outgoing-mail.ts';

/** Where the answer to a correspondence is kept in this browser, until the server has it. */
export function keptAnswerKey(correspondenceId: string | null): string {
  return `answer:${correspondenceId ?? 'new'}`;
}

/** What was kept in this browser, when it still reads. */
export function readKeptAnswer(value: unknown): OutgoingDraft | undefined {
  return OutgoingDraft.safeParse(value).data;
}

/** A new answer, as the server prepared it. */
export function startAnswer(
  kind: OutgoingKind,
  about: { emailId: string | null; correspondenceId: string | null },
  prepared: PreparedAnswer,
): OutgoingDraft {
  const { to, cc, subject, mailboxId, files } = prepared;
  const blank = { bcc: [], body: '', withQuote: true };
  return OutgoingDraft.parse({ id: createId(), kind, ...about, mailboxId, to, cc, subject, files, ...blank });
}

/** A draft of the server's, to go on with. */
export function draftOf(mail: OutgoingMail): OutgoingDraft {
  return OutgoingDraft.parse(mail);
}
