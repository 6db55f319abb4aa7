import type { Handlers } from '../../messaging/answer-request.ts';
import type { Core } from '../core.ts';
import type { Notifier } from '../notifications/notifier.ts';

type Names = Extract<keyof Handlers, `notification.${string}`>;

/** When a person wants to be told of things, in all of their browsers. */
export function notificationRequests(core: Core, notifier: Pick<Notifier, 'look'>): Pick<Handlers, Names> {
  return {
    'notification.settings': () => core.call((api) => api.notifications.settings.query()),
    'notification.set-settings': async (input) => {
      const settings = await core.call((api) => api.notifications.setSettings.mutate(input));
      // Quiet times may have ended with it.
      notifier.look();
      return settings;
    },
  };
}
