/**
 * Calls `work` soon after it is wanted, and at most once in `everyMs`: however often it is wanted meanwhile, it runs
 * once more at the end. The machine's clock may be set back meanwhile.
 */
export function atMostEvery(everyMs: number, work: () => void): () => void {
  let ranAt = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        ranAt = performance.now();
        work();
      },
      Math.max(0, ranAt + everyMs - performance.now()),
    );
  };
}
