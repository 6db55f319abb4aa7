import type { TextKey } from '#extension/language/messages.ts';
import { t } from '#extension/language/t.ts';
import type { ContactActivity, ContactStatus } from '#shared/contract/contact.ts';

export const statuses: readonly ContactStatus[] = ['new', 'lead', 'customer', 'partner', 'former'];

export const statusWord = (status: ContactStatus): string => t(`contact.status.${status}`);

const activities: Record<ContactActivity['kind'], TextKey> = {
  saved: 'contact.activity.saved',
  edited: 'contact.activity.edited',
  'discussion-started': 'contact.activity.discussionStarted',
  message: 'contact.activity.message',
};

/** Who did what, in a line. */
export function describeActivity({ actorName, kind, summary }: ContactActivity): string {
  const what = t(activities[kind], { name: actorName });
  return summary === '' ? what : `${what}: ${summary}`;
}
