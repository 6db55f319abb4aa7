import browser from 'webextension-polyfill';
import type { AttachedFile } from '#extension/messaging/protocol.ts';
import type { PostMessage } from '#shared/contract/correspondence.ts';
import { writeStored } from '../stored.ts';
import { listStoredKeys } from '../stored-keys.ts';

/**
 * A message that the server has not confirmed yet. It belongs to a person in a team (`scope`) and never goes out as
 * anybody else. It is kept in extension storage and not in the cache: the browser may evict a database, and some give
 * us none.
 */
export interface OutboxRow {
  messageId: string;
  scope: string;
  /** Key of the thread it was written on; null when it was written on a discussion elsewhere. */
  threadKey: string | null;
  discussionId: string | null;
  input: PostMessage;
  /** What its files are called; left out by earlier versions. */
  files?: readonly AttachedFile[];
  /** Order within its line, growing by one. */
  position: number;
  /** Epoch ms. */
  createdAt: number;
  /** A sentence when the server refused it for good; it then waits for its author. */
  problem: string | null;
  /** How often the server failed on it. */
  failures?: number;
}

export interface Outbox {
  readonly ready: Promise<void>;
  /**
   * Keeps a message; settled once it is on disk. A second one with the same id is the same message.
   * @throws RequestRefused when storage is full; then it is not kept at all.
   */
  add(row: Omit<OutboxRow, 'position'>): Promise<void>;
  find(messageId: string): OutboxRow | undefined;
  /** Rows of one scope, in the order in which they were written. */
  list(scope: string): OutboxRow[];
  update(messageId: string, change: Partial<Pick<OutboxRow, 'problem' | 'discussionId' | 'failures'>>): Promise<void>;
  remove(messageId: string): Promise<void>;
}

const prefix = 'queue:';

/** Builds the outbox over extension storage that only trusted contexts can read. */
export function createOutbox(): Outbox {
  const rows = new Map<string, OutboxRow>();

  async function load(): Promise<void> {
    const keys = await listStoredKeys(prefix);
    const stored = keys.length === 0 ? {} : await browser.storage.local.get(keys);
    for (const row of Object.values(stored) as OutboxRow[]) {
      if (!rows.has(row.messageId)) rows.set(row.messageId, row);
    }
  }
  const ready = load();

  function write(row: OutboxRow): Promise<void> {
    rows.set(row.messageId, row);
    return writeStored({ [`${prefix}${row.messageId}`]: row });
  }

  return {
    ready,
    async add(row) {
      await ready;
      if (rows.has(row.messageId)) return;
      const position = Math.max(0, ...[...rows.values()].map((other) => other.position)) + 1;
      try {
        await write({ ...row, position });
      } catch (error) {
        // What could not be kept must not go out later by itself: its author still has it.
        rows.delete(row.messageId);
        throw error;
      }
    },
    find: (messageId) => rows.get(messageId),
    list: (scope) =>
      [...rows.values()].filter((row) => row.scope === scope).toSorted((a, b) => a.position - b.position),
    async update(messageId, change) {
      const row = rows.get(messageId);
      // Where that can't be kept, a later worker learns it from the server again.
      if (row !== undefined) await write({ ...row, ...change }).catch(() => undefined);
    },
    async remove(messageId) {
      rows.delete(messageId);
      await browser.storage.local.remove(`${prefix}${messageId}`);
    },
  };
}
