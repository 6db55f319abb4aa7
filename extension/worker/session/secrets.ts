import { Dexie, type EntityTable } from 'dexie';
import browser from 'webextension-polyfill';
import { readStored, writeStored } from '../stored.ts';

/** Chromium's own method, which the polyfill passes on and does not describe. */
interface Restrictable {
  setAccessLevel?(level: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}

interface Secret {
  key: string;
  value: unknown;
}

let database: { readonly secrets: EntityTable<Secret, 'key'> } | undefined;
/** What is kept where even the database fails: a sign-in then lasts as long as the worker. */
const memory = new Map<string, unknown>();

/** Whether content scripts can be shut out of extension storage. Firefox (153) has no way to. */
export function isStoragePrivate(): boolean {
  return (browser.storage.local as Restrictable).setAccessLevel !== undefined;
}

/** Shuts content scripts out of extension storage, where that can be said. */
export async function restrictStorage(): Promise<void> {
  const areas: object[] = [browser.storage.local, browser.storage.session];
  await Promise.all(areas.map((area) => (area as Restrictable).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })));
}

/** What only the extension's own pages may read: extension storage, or where content scripts read that, its database. */
export async function readSecret<Value>(key: string): Promise<Value | undefined> {
  if (isStoragePrivate()) return readStored<Value>(key);
  const secret = await table()
    .get(key)
    .catch(() => undefined);
  return (secret?.value ?? memory.get(key)) as Value | undefined;
}

export async function writeSecret(key: string, value: unknown): Promise<void> {
  if (isStoragePrivate()) return writeStored({ [key]: value });
  memory.set(key, value);
  await table()
    .put({ key, value })
    .catch(() => undefined);
}

export async function removeSecret(key: string): Promise<void> {
  if (isStoragePrivate()) return browser.storage.local.remove(key);
  memory.delete(key);
  await table()
    .delete(key)
    .catch(() => undefined);
}

/** Not part of the cache, which is given up as a whole when it fails. */
function table(): EntityTable<Secret, 'key'> {
  if (database === undefined) {
    const opened = new Dexie('sidethread-secrets') as Dexie & { readonly secrets: EntityTable<Secret, 'key'> };
    opened.version(1).stores({ secrets: 'key' });
    database = opened;
  }
  return database.secrets;
}
