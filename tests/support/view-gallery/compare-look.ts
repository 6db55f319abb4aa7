import type { Seen } from './read-layout.ts';

/** Rounding differs by this much between machines; a button that moved is further away. */
const tolerancePx = 2;

/** What is not where it was, or not in its colours; what is gone and what is new. */
export function listMoved(seen: readonly string[], before: readonly string[]): string[] {
  const known = before.map(readLine);
  const now = seen.map(readLine);
  return [
    ...now.filter((line) => !known.some((other) => isSame(line, other))).map((line) => `now: ${writeLine(line)}`),
    ...known.filter((line) => !now.some((other) => isSame(line, other))).map((line) => `was: ${writeLine(line)}`),
  ];
}

const isSame = (left: Seen, right: Seen): boolean =>
  left.what === right.what &&
  left.colours.join() === right.colours.join() &&
  left.box.every((edge, index) => Math.abs(edge - (right.box[index] ?? Infinity)) <= tolerancePx);

/** One thing that is seen, as the line that is kept of it. */
export const writeLine = ({ what, box, colours }: Seen): string =>
  [what, box.join(' '), colours.join(', ')].join(' | ');

function readLine(line: string): Seen {
  const [what = '', box = '', colours = ''] = line.split(' | ');
  return { what, box: box.split(' ').map(Number), colours: colours.split(', ') };
}
