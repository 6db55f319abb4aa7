import type { Worker } from 'playwright-core';

/** Keys of everything that the extension keeps on disk. */
export function readStoredKeys(worker: Worker): Promise<string[]> {
  return worker.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { get(keys: null): Promise<object> } } };
    };
    return Object.keys(await chrome.storage.local.get(null));
  });
}

/** Whether a text is among what the extension keeps on disk. */
export function readStoredText(worker: Worker, text: string): Promise<boolean> {
  return worker.evaluate(async (wanted) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { local: { get(keys: null): Promise<object> } } };
    };
    return JSON.stringify(await chrome.storage.local.get(null)).includes(wanted);
  }, text);
}
