import browser from 'webextension-polyfill';
import { ownUrl } from '#extension/messaging/own-url.ts';
import { request } from '#extension/messaging/request.ts';
import { watch } from '#extension/messaging/watch.ts';
import type { Bridge, Shell, ViewStorage } from './bridge.ts';

const storage: ViewStorage = {
  isPrivate: 'setAccessLevel' in browser.storage.local,
  async get(key) {
    return (await browser.storage.local.get(key))[key];
  },
  async set(key, value) {
    await browser.storage.local.set({ [key]: value });
  },
  async remove(key) {
    await browser.storage.local.remove(key);
  },
  watch(key, callback, { signal }) {
    const listener = (changes: Record<string, { newValue?: unknown }>): void => {
      const change = changes[key];
      if (change !== undefined) callback(change.newValue);
    };
    browser.storage.local.onChanged.addListener(listener);
    signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(listener));
  },
};

const openTab = async (path: `/${string}`): Promise<void> => {
  await browser.tabs.create({ url: ownUrl(path) });
};

const isLoopback = (host: string): boolean => host === 'localhost' || host === '127.0.0.1';

const shell: Shell = {
  async openSignIn() {
    try {
      await browser.action.openPopup();
    } catch {
      // Browsers open popups for an extension only sometimes; the same page works in a tab.
      await openTab('/popup.html');
    }
  },
  async openOptions(section) {
    await openTab(section === null ? '/options.html' : `/options.html#${section}`);
  },
  openInbox: (correspondenceId) =>
    openTab(correspondenceId === null ? '/inbox.html' : `/inbox.html#${correspondenceId}`),
  async askForOrigin(serverUrl) {
    const url = new URL(serverUrl);
    // The manifest holds these already.
    if (isLoopback(url.hostname)) return true;
    return browser.permissions.request({ origins: [`${url.protocol}//${url.hostname}/*`] });
  },
  askForNotifications: () => browser.permissions.request({ permissions: ['notifications'] }),
  mayNotify: () => browser.permissions.contains({ permissions: ['notifications'] }),
  async findActiveTab() {
    const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
    return tab?.id ?? null;
  },
  async openTab(url) {
    await browser.tabs.create({ url: url.startsWith('/') ? ownUrl(url as `/${string}`) : url });
  },
  async describeBrowser() {
    const used = (await navigator.storage.estimate()).usage ?? null;
    return { browser: navigator.userAgent, storedBytes: used };
  },
  async readZoom() {
    const tab = await browser.tabs.getCurrent();
    return browser.tabs.getZoom(tab?.id);
  },
  version: browser.runtime.getManifest().version,
};

/** The bridge of a view that runs in the extension. */
export const browserBridge: Bridge = { messaging: { request, watch }, storage, shell };
