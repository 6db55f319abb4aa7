import browser from 'webextension-polyfill';

/**
 * What this extension kept under a key, undefined when nothing. The area is closed to pages, so the value has the
 * shape in which it was written here.
 */
export async function readStored<Value>(key: string): Promise<Value | undefined> {
  const stored = await browser.storage.local.get(key);
  return stored[key] as Value | undefined;
}

/** Calls back with the new value whenever what is kept under a key changes, until the signal aborts. */
export function watchStored(
  key: string,
  callback: (value: unknown) => void,
  { signal }: { signal: AbortSignal },
): void {
  const listener = (changes: Record<string, { newValue?: unknown }>): void => {
    const change = changes[key];
    if (change !== undefined) callback(change.newValue);
  };
  browser.storage.local.onChanged.addListener(listener);
  signal.addEventListener('abort', () => browser.storage.local.onChanged.removeListener(listener));
}
