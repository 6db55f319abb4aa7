import { programType } from './content-type.ts';

interface NamedFile {
  readonly name: string;
  readonly contentType: string;
}

/**
 * The first file that is not to be sent, by the last ending of its name (`bill.pdf.exe` is a program), or because its
 * first bytes prove a program under another name.
 */
export function findBlockedFile<File extends NamedFile>(
  endings: readonly string[],
  files: readonly File[],
): File | undefined {
  const blocked = new Set(endings.map((ending) => ending.toLowerCase()));
  return files.find(
    ({ name, contentType }) =>
      blocked.has(endingOf(name)) || (contentType === programType && (blocked.has('exe') || blocked.has('dll'))),
  );
}

/** In lower case, without what Windows drops from a name's end. */
function endingOf(name: string): string {
  const kept = name.toLowerCase().replace(/[.\s]+$/, '');
  return kept.includes('.') ? kept.slice(kept.lastIndexOf('.') + 1) : '';
}
