/**
 * One figure. `aim` is written as it is judged: a comparison with the ratio (`ratio <= 3`) or with our own figure
 * (`ours <= 20`), several joined by ` and `.
 */
export interface Measurement {
  readonly name: string;
  readonly metric: string;
  readonly unit: string;
  readonly ours: number;
  /** Null where an absolute aim needs no comparison. */
  readonly reference: number | null;
  /** Null for a figure that is told for its own sake. */
  readonly aim: string | null;
}

/** True when every comparison of the aim is met, and where there is none. An aim that can't be read throws: a bench must not pass by a typo. */
export function holds({ aim, ours, reference }: Measurement): boolean {
  if (aim === null) return true;
  return aim.split(' and ').every((part) => {
    const match = /^(ratio|ours) (<=|>=) ([\d.]+)$/.exec(part);
    if (match === null) throw new Error(`The aim "${aim}" is not written as "ratio <= N" or "ours >= N".`);
    const value = match[1] === 'ours' ? ours : ours / (reference ?? Number.NaN);
    return match[2] === '<=' ? value <= Number(match[3]) : value >= Number(match[3]);
  });
}

/** The value below which the share `p` (0 to 1) of the samples lies; samples are in any order. */
export function percentile(samples: readonly number[], p: number): number {
  if (samples.length === 0) throw new Error('There is nothing to take a percentile of.');
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? 0;
}
