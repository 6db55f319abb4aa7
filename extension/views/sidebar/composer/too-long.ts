import { locale } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';

/** A sentence when a body is longer than the server takes (UTF-16 units); null while it fits. */
export function tooLong(body: string, max: number): string | null {
  if (body.length <= max) return null;
  return t('composer.tooLong', body.length - max, { max: max.toLocaleString(locale()) });
}

/** How many characters are left, said once that is worth knowing. */
export function remaining(body: string, max: number): string | null {
  const left = max - body.length;
  return left < 0 || left > 500 ? null : t('composer.left', left);
}
