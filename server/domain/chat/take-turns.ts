/** Runs work for many, a few at a time, in the order in which they came. */
export type TakeTurns = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** @param most how many run at once. */
export function createTurns(most: number): TakeTurns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place goes on to the next one as it is.
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
