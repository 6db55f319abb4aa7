import { unzipSync } from 'fflate';
import { mostImportBytes, type ImportTemplates } from '#shared/contract/template.ts';
import { Problem } from '#server/kernel/problem.ts';

/** A file that was given, or stood in a zip that was given. */
export interface GivenFile {
  readonly name: string;
  readonly read: () => string;
}

const mostFiles = 500;
const mostFileBytes = 256 * 1024;
/** A local file header, or the end of an empty archive (APPNOTE 4.3). */
const zipBeginnings: ReadonlySet<string> = new Set(['504b0304', '504b0506']);
const isMarkdown = /\.(?:md|markdown)$/i;

/**
 * The Markdown files in what somebody gave; those of a zip by their path in it, which is never written anywhere. What a
 * system adds of its own (`__MACOSX/`, names that begin with a dot) is left out.
 * @returns for each a name, and `read`, which throws a Problem with a sentence for what can't be one.
 */
export function unpackFiles(files: ImportTemplates['files']): GivenFile[] {
  return files.flatMap(({ name, base64 }) => {
    const bytes = Buffer.from(base64, 'base64');
    const isZip = zipBeginnings.has(bytes.subarray(0, 4).toString('hex'));
    return isZip ? unpackZip(name, bytes) : [{ name, read: () => readText(name, bytes) }];
  });
}

function unpackZip(zipName: string, bytes: Uint8Array): GivenFile[] {
  try {
    return Object.entries(unzip(bytes)).map(([name, content]) => ({ name, read: () => readText(name, content) }));
  } catch (error) {
    const problem =
      error instanceof Problem
        ? error
        : new Problem(
            'invalid-input',
            'This .zip is damaged or locked, and can’t be read. Nothing of it was imported.',
          );
    return [{ name: zipName, read: () => raise(problem) }];
  }
}

/** Sizes are those that the zip says; what unpacks to more than it says is cut there. */
function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  let count = 0;
  let size = 0;
  return unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      const isWanted = isMarkdown.test(name) && !/(?:^|\/)(?:__MACOSX\/|\.)/.test(name);
      if (!isWanted) return false;
      count += 1;
      size += originalSize;
      if (count > mostFiles)
        throw new Problem('too-large', `This .zip has more than ${mostFiles} templates. Nothing of it was imported.`);
      if (size > mostImportBytes * 4)
        throw new Problem('too-large', 'This .zip unpacks to more than templates need. Nothing of it was imported.');
      return true;
    },
  });
}

function readText(name: string, bytes: Uint8Array): string {
  if (!isMarkdown.test(name))
    throw new Problem(
      'invalid-input',
      'This is neither a Markdown file (.md) nor a .zip of them. It was not imported.',
    );
  if (bytes.length > mostFileBytes)
    throw new Problem('too-large', `A template’s file can have ${mostFileBytes / 1024} KB. It was not imported.`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Problem('invalid-input', 'This file is not text in UTF-8. It was not imported.');
  }
}

function raise(problem: Problem): never {
  throw problem;
}
