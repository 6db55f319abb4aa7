import { locale } from '#extension/language/language.ts';
import { t } from '#extension/language/t.ts';

const units = ['KB', 'MB', 'GB'] as const;

/** A size in bytes as people read it: "820 bytes", "1.4 MB". */
export function describeSize(bytes: number): string {
  if (bytes < 1000) return t('size.bytes', bytes);
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = value < 10 ? 1 : 0;
  return `${formatOf(locale(), digits).format(value)} ${units[unit]}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** Building a format takes longer than a hundred uses of it. */
function formatOf(tag: string, digits: number): Intl.NumberFormat {
  const key = `${tag} ${digits}`;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const known = formats.get(key) ?? new Intl.NumberFormat(tag, options);
  formats.set(key, known);
  return known;
}
