import { readFile } from 'node:fs/promises';
import type { Inspected } from './inspected.ts';

/**
 * Reads the files one after the other and describes each; one that can't be read is a line of its own and the others
 * still come. Throws one sentence when no file is named.
 */
export async function inspectFiles(
  files: string[],
  usage: string,
  describe: (file: string, bytes: Buffer) => unknown,
): Promise<Inspected> {
  if (files.length === 0) throw new Error(`Name at least one file: ${usage}.`);
  const lines: unknown[] = [];
  let bad = 0;
  for (const file of files) {
    const bytes = await readBytes(file);
    if (bytes === undefined) bad += 1;
    lines.push(bytes === undefined ? { file, error: 'This file can’t be read.' } : describe(file, bytes));
  }
  return { lines, isAllBad: bad === files.length };
}

/** Undefined where there is no such file or it may not be read. */
export function readBytes(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}
