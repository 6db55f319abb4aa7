import browser from 'webextension-polyfill';

/** Newer browsers' own method (Chromium 130), which the polyfill passes on and does not describe. */
interface Listable {
  getKeys?(): Promise<string[]>;
}

/** Keys in extension storage that begin so; without reading what they hold, where the browser can tell. */
export async function listStoredKeys(prefix: string): Promise<string[]> {
  const { local } = browser.storage;
  const keys = (await (local as Listable).getKeys?.()) ?? Object.keys(await local.get(null));
  return keys.filter((key) => key.startsWith(prefix));
}
