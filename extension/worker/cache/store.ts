/** A row of the cache. `key` is unique in its table; other indexed fields are plain strings. */
export interface Row {
  key: string;
}

/** One table of the cache, in the browser's database or in memory. Everything in it can be read again from the server. */
export interface Store<R extends Row> {
  get(key: string): Promise<R | undefined>;
  put(row: R): Promise<void>;
  remove(key: string): Promise<void>;
  /** Rows whose indexed field has this value, or holds it where the field is a list. */
  find(field: keyof R & string, value: string): Promise<R[]>;
}

/** A table that lives as long as the worker: what remains where the browser gives us no database. */
export function createMemoryStore<R extends Row>(): Store<R> {
  const rows = new Map<string, R>();
  return {
    get: async (key) => rows.get(key),
    put: async (row) => void rows.set(row.key, row),
    remove: async (key) => void rows.delete(key),
    find: async (field, value) =>
      [...rows.values()].filter((row) => {
        const held: unknown = row[field];
        return Array.isArray(held) ? held.includes(value) : held === value;
      }),
  };
}
