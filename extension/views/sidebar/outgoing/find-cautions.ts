import { t } from '#extension/language/t.ts';
import type { Email } from '#shared/contract/email.ts';
import type { OutgoingDraft, OutgoingMail } from '#shared/contract/outgoing-mail.ts';
import { mentionsFile } from '#shared/email/mentions-file.ts';

interface Surroundings {
  readonly emails: readonly Email[];
  /** All mails to customers of the same correspondence. */
  readonly mails: readonly OutgoingMail[];
  readonly selfId: string;
}

/** What happened beside an answer while it was written, which its writer should know before it goes, as sentences. */
export function findCautions(draft: OutgoingDraft, { emails, mails, selfId }: Surroundings): string[] {
  const newest = emails.at(-1);
  const answered = emails.find(({ id }) => id === draft.emailId);
  const isOutdated = answered !== undefined && newest?.direction === 'in' && newest.sentAt > answered.sentAt;
  const others = mails.filter(({ id, state, editor }) => id !== draft.id && state !== 'failed' && editor.id !== selfId);
  const open = others.find(({ state }) => state === 'draft' || state === 'queued' || state === 'unknown');
  const sent = others.find(({ state, sentAt }) => state === 'sent' && (sentAt ?? '') > (answered?.sentAt ?? ''));
  return [
    ...(isOutdated ? [t('outgoing.newer', { name: newest.from[0]?.name || (newest.from[0]?.address ?? '') })] : []),
    ...(open === undefined ? [] : [t('outgoing.otherWrites', { name: open.editor.name })]),
    ...(sent === undefined ? [] : [t('outgoing.otherSent', { name: sent.editor.name })]),
  ];
}

/** Whether a text speaks of a file that is not there. */
export function lacksFile({ body, files }: OutgoingDraft): boolean {
  return files.length === 0 && mentionsFile(body);
}
