import { Dexie, type EntityTable } from 'dexie';
import { t } from '#extension/language/t.ts';
import { assignmentsIndexes, type AssignmentsRow } from './assignments.ts';
import { cursorIndexes, type CursorRow } from './cursors.ts';
import { inboxIndexes, type InboxRow } from './inboxes.ts';
import { chatIndexes, type ChatRow } from './chats.ts';
import { mailboxesIndexes, type MailboxesRow } from './mailboxes.ts';
import { mailIndexes, type MailRow } from './mails.ts';
import { createRecentRows } from './recent-rows.ts';
import { createMemoryStore, type Row, type Store } from './store.ts';
import { teammatesIndexes, type TeammatesRow } from './teammates.ts';
import { threadIndexes, type ThreadRow } from './threads.ts';

interface Rows {
  threads: ThreadRow;
  mails: MailRow;
  inboxes: InboxRow;
  assignments: AssignmentsRow;
  mailboxes: MailboxesRow;
  teammates: TeammatesRow;
  chats: ChatRow;
  cursors: CursorRow;
}

type TableName = keyof Rows;
type Stores = { readonly [Name in TableName]: Store<Rows[Name]> };

/** The worker's cache: tables, and one transaction over all of them. */
export interface Database extends Stores {
  /** Runs `work` so that all of its writes are kept or none. Only the cache may be awaited inside. */
  transact(work: () => Promise<void>): Promise<void>;
  /** A sentence when the browser refuses us a database; then everything lives in memory. */
  problem(): string | null;
  /** Keeps the threads that were read last, of one scope, and forgets the others. */
  prune(scope: string): Promise<void>;
  /** Forgets everything that is kept for one person in one team. */
  forget(scope: string): Promise<void>;
}

const tableNames: readonly TableName[] = [
  'threads',
  'mails',
  'mailboxes',
  'inboxes',
  'assignments',
  'teammates',
  'chats',
  'cursors',
];
const mostThreads = 400;
const mostMails = 100;
/** Threads that are shown without waiting for the disk. */
const mostRecent = 40;

/** Opens the cache. Never fails: without a database the cache lives in memory and `onRefused` hears of it, once. */
export function openDatabase(onRefused: () => void): Database {
  const dexie = new Dexie('sidethread', { autoOpen: true });
  dexie.version(1).stores({
    threads: threadIndexes,
    inboxes: inboxIndexes,
    teammates: teammatesIndexes,
    chats: chatIndexes,
    cursors: cursorIndexes,
  });
  dexie.version(2).stores({ mails: mailIndexes, mailboxes: mailboxesIndexes });
  dexie.version(3).stores({ assignments: assignmentsIndexes });
  const memory = createMemoryStores();
  let isRefused = false;

  /** Falls back for good: a database that failed once would answer some things from the past and lose others. */
  async function orMemory<Value>(onDisk: () => Promise<Value>, inMemory: () => Promise<Value>): Promise<Value> {
    if (isRefused) return inMemory();
    try {
      return await onDisk();
    } catch (error) {
      // Inside a transaction the whole of it is run again in memory, by its own guard.
      if (!isStorageError(error) || Dexie.currentTransaction) throw error;
      isRefused = true;
      onRefused();
      return inMemory();
    }
  }

  function guarded<Name extends TableName>(name: Name): Store<Rows[Name]> {
    const table = dexie.table(name) as EntityTable<Rows[Name] & Row, 'key'>;
    const fallback = memory[name] as Store<Rows[Name]>;
    return {
      get: (key) =>
        orMemory(
          () => table.get(key as never) as Promise<Rows[Name] | undefined>,
          () => fallback.get(key),
        ),
      put: (row) =>
        orMemory(
          async () => void (await table.put(row as never)),
          () => fallback.put(row),
        ),
      remove: (key) =>
        orMemory(
          () => table.delete(key as never) as Promise<void>,
          () => fallback.remove(key),
        ),
      find: (field, value) =>
        orMemory(
          () => table.where(field).equals(value).toArray() as Promise<Rows[Name][]>,
          () => fallback.find(field, value),
        ),
    };
  }

  const threads = createRecentRows(guarded('threads'), { most: mostRecent, isInTransaction });
  const stores = {
    threads: threads.store,
    mails: guarded('mails'),
    mailboxes: guarded('mailboxes'),
    inboxes: guarded('inboxes'),
    assignments: guarded('assignments'),
    teammates: guarded('teammates'),
    chats: guarded('chats'),
    cursors: guarded('cursors'),
  };

  return {
    ...stores,
    transact: (work) => orMemory(() => dexie.transaction('rw', [...tableNames], work), work).finally(threads.settle),
    problem: () => (isRefused ? t('failure.noStorage') : null),
    async prune(scope) {
      await keepNewest(stores.threads, scope, mostThreads);
      await keepNewest(stores.mails, scope, mostMails);
    },
    async forget(scope) {
      await keepNewest(stores.threads, scope, 0);
      await keepNewest(stores.mails, scope, 0);
      await stores.inboxes.remove(scope);
      await stores.assignments.remove(scope);
      await stores.mailboxes.remove(scope);
      await stores.teammates.remove(scope);
      await stores.chats.remove(scope);
      await stores.cursors.remove(scope);
    },
  };
}

async function keepNewest(store: Store<ThreadRow> | Store<MailRow>, scope: string, most: number): Promise<void> {
  const kept: (ThreadRow | MailRow)[] = await store.find('scope', scope);
  const old = kept.toSorted((a, b) => b.fetchedAt - a.fetchedAt).slice(most);
  for (const { key } of old) await store.remove(key);
}

function isInTransaction(): boolean {
  return Boolean(Dexie.currentTransaction);
}

function isStorageError(error: unknown): boolean {
  return error instanceof Dexie.DexieError || error instanceof DOMException;
}

function createMemoryStores(): Stores {
  return {
    threads: createMemoryStore(),
    mails: createMemoryStore(),
    mailboxes: createMemoryStore(),
    inboxes: createMemoryStore(),
    assignments: createMemoryStore(),
    teammates: createMemoryStore(),
    chats: createMemoryStore(),
    cursors: createMemoryStore(),
  };
}
