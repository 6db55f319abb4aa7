import browser from 'webextension-polyfill';
import { t } from '#extension/language/t.ts';
import { RequestRefused } from '../messaging/answer-request.ts';
import { listStoredKeys } from './stored-keys.ts';

/**
 * What this extension kept under a key, undefined when nothing. The area is closed to pages, so the value has the
 * shape in which it was written here.
 */
export async function readStored<Value>(key: string): Promise<Value | undefined> {
  const stored = await browser.storage.local.get(key);
  return stored[key] as Value | undefined;
}

/**
 * Keeps values. Where storage is full, what was only there to paint quickly goes first.
 * @throws RequestRefused with a sentence when there is no room even so.
 */
export async function writeStored(values: Record<string, unknown>): Promise<void> {
  if (await isWritten(values)) return;
  await browser.storage.local.remove(await listStoredKeys('snapshot:'));
  if (await isWritten(values)) return;
  throw new RequestRefused({ code: 'unavailable', message: t('failure.storageFull') });
}

function isWritten(values: Record<string, unknown>): Promise<boolean> {
  return browser.storage.local.set(values).then(
    () => true,
    () => false,
  );
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
