import { ActivityId } from '#shared/contract/ids.ts';
import type { LiveEvent } from '#shared/contract/live-event.ts';
import type { Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';

type Names = Extract<keyof Handlers, `contact.${string}` | `activity.${string}`>;

/** Saving and editing the people that mail comes from; `apply` writes the answer into the cache like a live event. */
export function contactRequests(core: Core, apply: (event: LiveEvent) => Promise<void>): Pick<Handlers, Names> {
  return {
    'activity.timeline': (input) => core.call((api) => api.activities.timeline.query(input)),
    'activity.add': async (input) => {
      await core.call((api) => api.activities.add.mutate(input));
      return null;
    },
    'activity.remove': async ({ id }) => {
      await core.call((api) => api.activities.remove.mutate({ id: ActivityId.parse(id) }));
      return null;
    },
    'activity.restore': async ({ id }) => {
      await core.call((api) => api.activities.restore.mutate({ id: ActivityId.parse(id) }));
      return null;
    },
    'contact.save': async (input) => {
      const contact = await core.call((api) => api.contacts.save.mutate(input));
      await apply({ kind: 'contact', contact });
      return null;
    },
    'contact.update': async (input) => {
      const contact = await core.call((api) => api.contacts.update.mutate(input));
      await apply({ kind: 'contact', contact });
      return null;
    },
    'contact.remove': async ({ id }) => {
      await core.call((api) => api.contacts.remove.mutate({ id }));
      await apply({ kind: 'contact-gone', contactId: id, addresses: [] });
      return null;
    },
  };
}
