import { t } from '#extension/language/t.ts';
import type { ContactActivity, ContactStatus } from '#shared/contract/contact.ts';

export const statuses: readonly ContactStatus[] = ['new', 'lead', 'customer', 'partner', 'former'];

export const statusWord = (status: ContactStatus): string => t(`contact.status.${status}`);

/** Who did what, in a line. */
export function describeActivity({ actorName, kind, summary }: ContactActivity): string {
  const what = t(`contact.activity.${kind}`, { name: actorName });
  return summary === '' ? what : `${what}: ${summary}`;
}
