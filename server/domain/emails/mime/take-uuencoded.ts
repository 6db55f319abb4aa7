import { decodeUuLine, isUuEnd } from './uuencoded.ts';

/** A file that stood in a mail's text. */
export interface UuencodedFile {
  readonly name: string;
  readonly content: Buffer;
}

const BEGIN = /^begin [0-7]{3,4} (\S.*)$/;
/** The letters that stand for six bits each, behind the one that says how many bytes there are. */
const DATA = /^[ -`]+$/;

/**
 * Parts uuencoded files (`begin 644 name` … `end`) from the text around them. One that is broken, or has no end, stays
 * text. Looks at each line once.
 */
export function takeUuencoded(text: string): { text: string; files: readonly UuencodedFile[] } {
  if (!/^begin [0-7]{3}/m.test(text)) return { text, files: [] };
  const lines = text.split('\n');
  const kept: string[] = [];
  const files: UuencodedFile[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const name = BEGIN.exec(line)?.[1]?.trim();
    const end = name === undefined ? undefined : findEnd(lines, at + 1);
    if (name === undefined || end === undefined) {
      kept.push(line);
      continue;
    }
    files.push({ name, content: Buffer.concat(lines.slice(at + 1, end).map(decodeUuLine)) });
    at = end;
  }
  return files.length === 0 ? { text, files } : { text: kept.join('\n'), files };
}

/** The line of the end, where every line before it is one of data. A `begin` is none, so that no line is looked at twice. */
function findEnd(lines: readonly string[], start: number): number | undefined {
  for (let at = start; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isUuEnd(line)) return at > start ? at : undefined;
    if (line !== '' && !isData(line)) return undefined;
  }
  return undefined;
}

/** White space at the end of a line may have been lost on the way, and some add a letter or two. */
function isData(line: string): boolean {
  const letters = Math.ceil(((line.charCodeAt(0) - 32) & 63) / 3) * 4;
  return DATA.test(line) && line.length <= letters + 3 && (letters === 0 || line.length > 1);
}
