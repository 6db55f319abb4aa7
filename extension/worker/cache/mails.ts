import type { CorrespondenceDetail } from '#shared/contract/correspondence-list.ts';
import type { Row } from './store.ts';

/** The e-mails of one correspondence, as they were read last. Its key is scope and correspondence; `fetchedAt` is epoch ms. */
export interface MailRow extends Row {
  scope: string;
  detail: CorrespondenceDetail;
  fetchedAt: number;
}

export const mailIndexes = 'key, scope';

/** The newest e-mails as they were answered, before them the older ones that were read earlier. */
export function withNewest(
  known: CorrespondenceDetail | undefined,
  answer: CorrespondenceDetail,
): CorrespondenceDetail {
  const first = answer.emails[0];
  const at = known?.emails.findIndex(({ id }) => id === first?.id) ?? -1;
  if (known === undefined || at <= 0) return answer;
  return { ...answer, emails: [...known.emails.slice(0, at), ...answer.emails], hasOlder: known.hasOlder };
}

/** What is known, with an answer of older e-mails before it. */
export function withOlder(known: CorrespondenceDetail, answer: CorrespondenceDetail): CorrespondenceDetail {
  const kept = new Set<string>(known.emails.map(({ id }) => id));
  const older = answer.emails.filter(({ id }) => !kept.has(id));
  return { ...known, emails: [...older, ...known.emails], hasOlder: answer.hasOlder };
}
