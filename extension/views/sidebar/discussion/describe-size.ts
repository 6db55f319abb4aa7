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
  const shown = value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return `${shown} ${units[unit]}`;
}
