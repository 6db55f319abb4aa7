export interface LotOptions<Item, Result> {
  /** Most items in one lot. */
  readonly most: number;
  /** What an item counts for, and how much a lot may hold; one item alone is always done. */
  readonly weight?: { readonly of: (item: Item) => number; readonly most: number };
  /** Does a lot; the answers are in the items' order. What it throws is thrown for every item of the lot. */
  readonly run: (lot: readonly Item[]) => Promise<readonly PromiseSettledResult<Result>[]>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does one by one what is cheaper done together: what is added while a lot is under way makes the next one, so that
 * nothing waits for company and much comes in large lots.
 * @returns adds an item; resolves or rejects with its own answer.
 */
export function inLots<Item, Result>(options: LotOptions<Item, Result>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  const work = async () => {
    isRunning = true;
    // What is added in the same turn belongs to the first lot.
    await Promise.resolve();
    while (waiting.length > 0) await runLot(options, waiting.splice(0, countLot(options, waiting)));
    isRunning = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void work();
    });
}

function countLot<Item, Result>(
  { most, weight }: LotOptions<Item, Result>,
  waiting: readonly Waiting<Item, Result>[],
): number {
  if (weight === undefined) return most;
  let total = 0;
  const over = waiting.findIndex(({ item }) => (total += weight.of(item)) > weight.most);
  return Math.min(most, over === -1 ? waiting.length : Math.max(1, over));
}

async function runLot<Item, Result>(
  { run }: LotOptions<Item, Result>,
  lot: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await run(lot.map(({ item }) => item));
    for (const [at, { resolve, reject }] of lot.entries()) {
      const result = results[at];
      if (result?.status === 'fulfilled') resolve(result.value);
      else reject(result?.reason ?? new Error('a lot gave too few answers'));
    }
  } catch (error) {
    for (const { reject } of lot) reject(error);
  }
}
