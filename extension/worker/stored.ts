import browser from 'webextension-polyfill';

/**
 * What this extension kept under a key, undefined when nothing. The area is closed to pages, so the value has the
 * shape in which it was written here.
 */
export async function readStored<Value>(key: string): Promise<Value | undefined> {
  const stored = await browser.storage.local.get(key);
  return stored[key] as Value | undefined;
}
