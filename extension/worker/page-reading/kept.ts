import browser from 'webextension-polyfill';
import { readStored } from '../stored.ts';

/** One value that outlives the worker. */
export interface Kept<Value> {
  read(): Promise<Value | undefined>;
  write(value: Value): Promise<void>;
}

/** Keeps a value in extension storage, which only trusted contexts read. */
export function keepUnder<Value>(key: string): Kept<Value> {
  return { read: () => readStored<Value>(key), write: (value) => browser.storage.local.set({ [key]: value }) };
}
