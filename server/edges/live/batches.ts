/** Reads ahead at most this far. */
const mostWaiting = 500;

/**
 * What an iterable gives, in batches: each is all that came since the one before, and an empty one says that nothing
 * came for `patienceMs`. Ends when the iterable ends; returning early ends the iterable.
 */
export async function* inBatches<Item>(items: AsyncIterable<Item>, patienceMs: number): AsyncGenerator<Item[]> {
  let waiting: Item[] = [];
  let state: { done: boolean; error?: unknown } = { done: false };
  let wake: (() => void) | undefined;
  let resume: (() => void) | undefined;
  const iterator = items[Symbol.asyncIterator]();

  const pump = async () => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      waiting.push(next.value);
      wake?.();
      if (waiting.length >= mostWaiting) await new Promise<void>((resolve) => (resume = resolve));
    }
  };
  const pumping = pump().then(
    () => (state = { done: true }),
    (error: unknown) => (state = { done: true, error }),
  );
  void pumping.then(() => wake?.());

  try {
    for (;;) {
      if (waiting.length === 0 && !state.done) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, patienceMs);
          wake = () => {
            clearTimeout(timer);
            // One turn later what was told together is there together.
            setImmediate(resolve);
          };
        });
      }
      const batch = waiting;
      waiting = [];
      resume?.();
      if (batch.length > 0 || !state.done) yield batch;
      else if ('error' in state) throw state.error;
      else return;
    }
  } finally {
    resume?.();
    void iterator.return?.();
  }
}
