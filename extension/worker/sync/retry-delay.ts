const firstMs = 250;

/**
 * How long to wait before attempt `attempt` (1 is the first repeat), ms: doubling up to `longestMs`, and between half
 * and all of that, so that many browsers don't come back in the same moment. `random` is in [0, 1).
 */
export function retryDelayMs(attempt: number, longestMs: number, random: number): number {
  const full = Math.min(firstMs * 2 ** Math.min(attempt - 1, 20), longestMs);
  return Math.round(full / 2 + (full / 2) * random);
}
