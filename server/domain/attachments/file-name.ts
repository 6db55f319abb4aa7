import { cleanText } from '#shared/contract/plain-text.ts';

const maxLength = 180;

/** A file's name fit to keep, to show and to save under: no path, no control or direction characters, never empty. */
export function cleanFileName(text: string): string {
  const last = cleanText(text.slice(0, 4_000)).split(/[/\\]/).at(-1) ?? '';
  const name = last
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (name === '') return 'file';
  if (name.length <= maxLength) return name;
  const extension = /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? '';
  return `${name.slice(0, maxLength - extension.length)}${extension}`.toWellFormed();
}
