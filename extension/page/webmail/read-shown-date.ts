/**
 * Reads a date as a webmail shows it, in the page's language and the browser's time zone. Returns ISO 8601 in UTC with
 * whole minutes, or null unless there is exactly one way to read it: the month in words or the year first, four-digit
 * year, hour and minute, and no hour that the clocks repeat or skip.
 */
export function readShownDate(text: string, language: string): string | null {
  const plain = toAsciiDigits(text.normalize('NFKC')).toLowerCase().replaceAll(/\s+/g, ' ');
  const time = readTime(plain, language);
  const day = readYearFirst(plain) ?? readMonthInWords(plain, language);
  if (time === undefined || day === undefined) return null;
  return toUtc(day, time);
}

type Day = { year: number; month: number; day: number };
type Time = { hour: number; minute: number };

const TIME = /(?<!\d)(\d{1,2})[:.](\d{2})(?::\d{2})?(?![\d.:])/g;
const YEAR_FIRST = /(?<!\d)(\d{4})(?:[/.-]|\. |年)\s?(\d{1,2})(?:[/.-]|\. |月)\s?(\d{1,2})(?!\d)/;

function readYearFirst(text: string): Day | undefined {
  const [, year, month, day] = YEAR_FIRST.exec(text) ?? [];
  return year === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(day) };
}

function readMonthInWords(text: string, language: string): Day | undefined {
  const month = findMonth(text, language);
  const rest = text.replaceAll(TIME, ' ');
  const years = rest.match(/(?<!\d)\d{4}(?!\d)/g) ?? [];
  const days = rest.match(/(?<!\d)\d{1,2}(?!\d)/g) ?? [];
  if (month === undefined || years.length !== 1 || days.length !== 1) return undefined;
  return { year: Number(years[0]), month, day: Number(days[0]) };
}

function readTime(text: string, language: string): Time | undefined {
  const times = [...text.matchAll(TIME)];
  const [only, ...others] = times;
  if (only === undefined || others.length > 0) return undefined;
  const hour = Number(only[1]);
  const minute = Number(only[2]);
  if (minute > 59) return undefined;
  const half = findDayHalf(text, language);
  if (half === undefined) return hour < 24 ? { hour, minute } : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return { hour: (hour % 12) + (half === 'pm' ? 12 : 0), minute };
}

/** Which half of the day a 12-hour clock's mark means, in English or the page's language. */
function findDayHalf(text: string, language: string): 'am' | 'pm' | undefined {
  const words = text.replaceAll('.', '');
  if (/(?<!\p{L})am(?!\p{L})/u.test(words)) return 'am';
  if (/(?<!\p{L})pm(?!\p{L})/u.test(words)) return 'pm';
  const format = createFormat(language, { hour: 'numeric', hour12: true });
  if (containsWord(text, findPart(format, new Date(2020, 0, 1, 9), 'dayPeriod'))) return 'am';
  if (containsWord(text, findPart(format, new Date(2020, 0, 1, 15), 'dayPeriod'))) return 'pm';
  return undefined;
}

/** The only month whose name, long or short, stands in the text; 1 to 12. */
function findMonth(text: string, language: string): number | undefined {
  const found = new Set<number>();
  for (const [month, names] of listMonthNames(language).entries()) {
    if (names.some((name) => containsWord(text, name))) found.add(month + 1);
  }
  const [only, ...others] = found;
  return others.length === 0 ? only : undefined;
}

const monthNamesByLanguage = new Map<string, string[][]>();

/** The twelve months' names in the language and in English, alone and beside a day (some languages decline them). */
function listMonthNames(language: string): string[][] {
  const known = monthNamesByLanguage.get(language);
  if (known !== undefined) return known;
  const names: string[][] = Array.from({ length: 12 }, () => []);
  for (const locale of [language, 'en']) {
    for (const month of ['long', 'short'] as const) {
      for (const options of [{ month }, { month, day: 'numeric', year: 'numeric' }] as const) {
        const format = createFormat(locale, options);
        for (let index = 0; index < 12; index += 1)
          names[index]?.push(findPart(format, new Date(2020, index, 15), 'month'));
      }
    }
  }
  const words = names.map((list) => list.filter((name) => /\p{L}/u.test(name)));
  monthNamesByLanguage.set(language, words);
  return words;
}

function containsWord(text: string, word: string): boolean {
  const plain = word.normalize('NFKC').toLowerCase().replace(/\.$/, '').trim();
  const escaped = plain.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return plain !== '' && new RegExp(String.raw`(?<![\p{L}\d])${escaped}(?![\p{L}\d])`, 'u').test(text);
}

function createFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(isSupported(language) ? language : 'en', options);
}

function findPart(format: Intl.DateTimeFormat, date: Date, type: string): string {
  return format.formatToParts(date).find((part) => part.type === type)?.value ?? '';
}

function isSupported(language: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0;
  } catch {
    return false;
  }
}

/** Arabic-Indic and Persian digits to ASCII ones. */
function toAsciiDigits(text: string): string {
  return text.replaceAll(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

function toUtc({ year, month, day }: Day, { hour, minute }: Time): string | null {
  const local = new Date(year, month - 1, day, hour, minute);
  const isReal = local.getFullYear() === year && local.getMonth() === month - 1 && local.getDate() === day;
  if (!isReal || local.getHours() !== hour || local.getMinutes() !== minute) return null;
  // An hour that the clocks repeat names two moments.
  for (const shiftMs of [-3_600_000, 3_600_000]) {
    const other = new Date(local.getTime() + shiftMs);
    if (other.getHours() === hour && other.getMinutes() === minute) return null;
  }
  return local.toISOString();
}
