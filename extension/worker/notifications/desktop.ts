import browser from 'webextension-polyfill';
import { ownUrl } from '../../messaging/own-url.ts';
import { readStored } from '../stored.ts';

/** Whether this browser's user wants notifications here; the permission alone does not say so. */
export const wantedKey = 'notifications-here';

/** The desktop's notifications, which the browser's user may refuse us. */
export interface Desktop {
  /** Whether the user of this browser wants them here and the browser allows them. */
  isOn(): Promise<boolean>;
  /** Shows one, in place of an earlier one with the same id. */
  show(id: string, text: { title: string; message: string }): Promise<void>;
  clear(id: string): Promise<void>;
  /** Calls back with the id of each that was clicked. */
  watchClicks(callback: (id: string) => void): void;
}

/** Builds it. The permission can be given and taken back at any time, so the browser's interface may not be there. */
export function createDesktop(): Desktop {
  let onClick: ((id: string) => void) | undefined;
  let isListening = false;

  function listen(): void {
    if (isListening || browser.notifications === undefined) return;
    isListening = true;
    browser.notifications.onClicked.addListener((id) => onClick?.(id));
  }

  return {
    async isOn() {
      const isWanted = (await readStored<boolean>(wantedKey)) === true;
      return isWanted && browser.permissions.contains({ permissions: ['notifications'] });
    },
    async show(id, { title, message }) {
      listen();
      await browser.notifications.create(id, { type: 'basic', iconUrl: ownUrl('/icons/128.png'), title, message });
    },
    clear: async (id) => {
      if (browser.notifications !== undefined) await browser.notifications.clear(id);
    },
    watchClicks(callback) {
      onClick = callback;
      listen();
    },
  };
}
