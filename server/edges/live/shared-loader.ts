/** Loads values by id for many askers: those who ask in the same moment share one query, those who ask again the answer. */
export interface SharedLoader<Value> {
  /**
   * The value as it was when, or after, the event at `cursor` was told; undefined when there is none.
   * @param cursor askers with the same cursor get the same answer.
   */
  load(teamId: string, id: string, cursor: string): Promise<Value | undefined>;
}

type LoadMany<Value> = (teamId: string, ids: readonly string[]) => Promise<ReadonlyMap<string, Value>>;

const mostKept = 2_000;
const mostPerQuery = 200;

/** @param loadMany reads many values of one team at once, by id; those that are not there are left out. */
export function createSharedLoader<Value>(loadMany: LoadMany<Value>): SharedLoader<Value> {
  const kept = new Map<string, Promise<Value | undefined>>();
  const waiting = new Map<string, { ids: Set<string>; answer: Promise<ReadonlyMap<string, Value>> }>();

  const join = (teamId: string, id: string) => {
    const open = waiting.get(teamId);
    if (open !== undefined && open.ids.size < mostPerQuery) {
      open.ids.add(id);
      return open.answer;
    }
    const ids = new Set([id]);
    const batch = { ids, answer: nextTurn().then(() => start()) };
    const start = () => {
      if (waiting.get(teamId) === batch) waiting.delete(teamId);
      return loadMany(teamId, [...ids]);
    };
    waiting.set(teamId, batch);
    return batch.answer;
  };

  return {
    load: (teamId, id, cursor) => {
      const key = `${teamId} ${id} ${cursor}`;
      const known = kept.get(key);
      if (known !== undefined) return known;
      const value = join(teamId, id).then((values) => values.get(id));
      kept.set(key, value);
      value.catch(() => kept.delete(key));
      for (const oldest of kept.size > mostKept ? kept.keys() : []) {
        kept.delete(oldest);
        break;
      }
      return value;
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
