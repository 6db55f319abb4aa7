const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
// Spellings that mailers of other languages have let slip into headers.
const OTHER_MONTHS: ReadonlyMap<string, number> = new Map(
  [
    'gen ene jän янв січ',
    'fev fév feb фев лют',
    'mär mrz маr мар бер',
    'abr avr апр кві',
    'mai maj mag may май тра',
    'giu июн чер',
    'lug июл лип',
    'ago aoû авг сер',
    'set сен вер',
    'out okt ott oct окт жов',
    'nov ноя лис',
    'dez dic déc дек гру',
  ].flatMap((words, month) => words.split(' ').map((word): [string, number] => [word, month])),
);

// Minutes east of Greenwich. RFC 5322 §4.3 names the American ones; the others are seen in mail.
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 60,
  bst: 60,
  ist: 330,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  sast: 120,
  eest: 180,
  msk: 180,
  msd: 240,
  pkt: 300,
  ict: 420,
  wib: 420,
  sgt: 480,
  hkt: 480,
  awst: 480,
  jst: 540,
  kst: 540,
  acst: 570,
  aest: 600,
  acdt: 630,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  brt: -180,
  art: -180,
  ndt: -150,
  nst: -210,
  adt: -180,
  ast: -240,
  edt: -240,
  est: -300,
  cdt: -300,
  cst: -360,
  mdt: -360,
  mst: -420,
  pdt: -420,
  pst: -480,
  akdt: -480,
  akst: -540,
  hst: -600,
};
const TIME = /(?<![\d+-])(\d{1,2})(?:\s*:\s*|\.)(\d{1,2})(?:(?:\s*:\s*|\.)(\d{1,2})(?:[.,]\d+)?)?(?!\.?\d)\s*([ap]m)?/i;
const OFFSET = /(?:^|[\s\da-z(])([+-])(\d{1,2}):?(\d{2})(?!\d)/i;
const SHORT_OFFSET = /(?:gmt|utc)\s?([+-])(\d{1,2})(?![\d:])/i;
const MAX_LENGTH = 200;

/**
 * The moment that a Date header names (RFC 5322 §3.3 and §4.3, RFC 850, ctime, ISO 8601), as ISO 8601 in UTC; null where
 * there is none. Without a zone, and with a one-letter zone, it is read as UTC. A wrong weekday does not matter.
 */
export function readDate(raw: string): string | null {
  const text = withoutComments(raw.slice(0, MAX_LENGTH)).trim();
  const time = TIME.exec(text.replace(/^(\d{4}-\d\d-\d\d)T/i, '$1 '));
  const source = text.replace(/^(\d{4}-\d\d-\d\d)T/i, '$1 ');
  const day = readDay(
    time === null ? source : `${source.slice(0, time.index)} ${source.slice(time.index + time[0].length)}`,
  );
  if (day === undefined) return null;
  const clock = readClock(time);
  if (clock === undefined) return null;
  const zone = time === null ? '' : source.slice(time.index + time[0].length);
  const moment =
    Date.UTC(day.year, day.month, day.day, clock.hours, clock.minutes, clock.seconds) - readZone(zone) * 60_000;
  const isReal = new Date(Date.UTC(day.year, day.month, day.day)).getUTCDate() === day.day;
  return isReal && Number.isFinite(moment) && Math.abs(moment) < 8.64e15 ? toIso(moment) : null;
}

function toIso(moment: number): string | null {
  const iso = new Date(moment).toISOString();
  return /^\d{4}-/.test(iso) ? iso : null;
}

type Day = { year: number; month: number; day: number };

function readDay(text: string): Day | undefined {
  const iso = /(?<!\d)(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/.exec(text);
  if (iso !== null) return checkDay(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]));
  const dotted = /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)/.exec(text);
  if (dotted !== null) return checkDay(Number(dotted[3]), Number(dotted[2]) - 1, Number(dotted[1]));
  const named = /(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s.,-]*(\p{L}{3,9})[\s.,-]*(\d{2,4})(?!\d)/u.exec(text);
  const month = readMonth(named?.[2]);
  if (named !== null && month !== undefined) return checkDay(readYear(named[3] ?? ''), month, Number(named[1]));
  const ctime = /(\p{L}{3,9})[\s.]+(\d{1,2})(?!\d)[^\d]*(?:\s[+-]\d{4})?[^\d]*(?<!\d)(\d{4})(?!\d)/u.exec(text);
  const ctimeMonth = readMonth(ctime?.[1]);
  if (ctime !== null && ctimeMonth !== undefined) return checkDay(Number(ctime[3]), ctimeMonth, Number(ctime[2]));
  return undefined;
}

function checkDay(year: number, month: number, day: number): Day | undefined {
  return year >= 1000 && month >= 0 && month < 12 && day >= 1 && day <= 31 ? { year, month, day } : undefined;
}

function readMonth(word: string | undefined): number | undefined {
  const start = word?.slice(0, 3).toLowerCase() ?? '';
  const index = MONTHS.indexOf(start);
  return index === -1 ? OTHER_MONTHS.get(start) : index;
}

/** RFC 5322 §4.3: two digits below 50 are of this century, three digits count from 1900. */
function readYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return digits.length === 3 ? 1900 + year : year;
}

function readClock(time: RegExpExecArray | null): { hours: number; minutes: number; seconds: number } | undefined {
  if (time === null) return { hours: 0, minutes: 0, seconds: 0 };
  const half = time[4]?.toLowerCase();
  const hours = half === undefined ? Number(time[1]) : (Number(time[1]) % 12) + (half === 'pm' ? 12 : 0);
  const minutes = Number(time[2]);
  const seconds = Number(time[3] ?? 0);
  return hours < 24 && minutes < 60 && seconds <= 60 ? { hours, minutes, seconds } : undefined;
}

function readZone(text: string): number {
  const offset = OFFSET.exec(text);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    return offset[1] === '-' ? -minutes : minutes;
  }
  const short = SHORT_OFFSET.exec(text);
  if (short !== null) return (short[1] === '-' ? -60 : 60) * Number(short[2]);
  const word = /[a-z]{2,5}/i.exec(text)?.[0].toLowerCase();
  return word === undefined ? 0 : (ZONES[word] ?? 0);
}

function withoutComments(text: string): string {
  let rest = text;
  for (let count = 0; count < 5 && rest.includes('('); count += 1) rest = rest.replace(/\([^()]*\)/g, ' ');
  return rest;
}
