import type { ContactActivity, ContactStatus } from '#shared/contract/contact.ts';

export const statusWords: Record<ContactStatus, string> = {
  new: 'New contact',
  lead: 'Lead',
  customer: 'Customer',
  partner: 'Partner',
  former: 'Former customer',
};

export const statuses = Object.keys(statusWords) as ContactStatus[];

const activityWords: Record<ContactActivity['kind'], string> = {
  saved: 'saved this contact',
  edited: 'edited this contact',
  'discussion-started': 'started a discussion',
  message: 'wrote',
};

/** Who did what, in a line. */
export function describeActivity(activity: ContactActivity): string {
  const what = `${activity.actorName} ${activityWords[activity.kind]}`;
  return activity.summary === '' ? what : `${what}: ${activity.summary}`;
}
