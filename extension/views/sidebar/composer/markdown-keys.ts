export interface Selection {
  text: string;
  start: number;
  end: number;
}

const marks: Record<string, string> = { b: '**', i: '_', e: '`' };

/** The mark that a Ctrl/⌘ key sets around the selection; undefined for other keys. */
export const markFor = (key: string): string | undefined => marks[key.toLowerCase()];

/** Sets a mark around the selection, or takes it away where it stands already. */
export function toggleMark({ text, start, end }: Selection, mark: string): Selection {
  const size = mark.length;
  const inside = text.slice(start, end);
  if (text.slice(start - size, start) === mark && text.slice(end, end + size) === mark) {
    return {
      text: text.slice(0, start - size) + inside + text.slice(end + size),
      start: start - size,
      end: end - size,
    };
  }
  return { text: text.slice(0, start) + mark + inside + mark + text.slice(end), start: start + size, end: end + size };
}

/** A line break that goes on with the list or quote of its line; undefined where there is nothing to go on with. */
export function continueList({ text, start, end }: Selection): Selection | undefined {
  if (start !== end) return undefined;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart, start);
  const match = /^(?<indent>\s*)(?<bullet>[-*]|(?<number>\d{1,3})\.|>) (?<rest>.*)$/.exec(line);
  if (match?.groups === undefined) return undefined;
  const { indent = '', bullet = '', number, rest } = match.groups;
  if (rest === '') return { text: text.slice(0, lineStart) + text.slice(start), start: lineStart, end: lineStart };
  const next = `\n${indent}${number === undefined ? bullet : `${Number(number) + 1}.`} `;
  return {
    text: text.slice(0, start) + next + text.slice(start),
    start: start + next.length,
    end: start + next.length,
  };
}
