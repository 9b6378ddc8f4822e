/**
 * Civil dates and times as people of the city write them, `dd/mm/yyyy` and `HH:mm`, and as the program holds them: `2026-11-23`,
 * `2026-11-23T15:30`, `15:30`. Texts only, in no zone: an instant comes from `parseCivilInput`. An order of day and month is never
 * guessed: `11/23/2026` is no date.
 */
export type CivilKind = 'date' | 'date-time' | 'time';

const DATE = /^(?:(\d{1,2})([/.-])(\d{1,2})\2(\d{4})|(\d{4})-(\d{2})-(\d{2})|(\d{2})(\d{2})(\d{4}))$/;
const TIME = /^(\d{1,2})(?:[:.]|\s?(?:h|giờ)\s?)(\d{2})?(?::\d{2}(?:[.,]\d+)?)?$/iu;

/** What was typed or pasted, as the program holds it; null for what is no date or time of this kind. A date takes no harm from a time behind it. */
export function parseCivilText(text: string, kind: CivilKind): string | null {
  const plain = text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  if (kind === 'time') return parseTime(plain);
  const cut = plain.search(/[T ,]/);
  const [day, rest] = cut < 0 ? [plain, ''] : [plain.slice(0, cut), plain.slice(cut + 1).trim()];
  const date = parseDate(day);
  const time = rest === '' ? null : parseTime(rest);
  if (date === null || (rest !== '' && time === null)) return null;
  if (kind === 'date') return date;
  return time === null ? null : `${date}T${time}`;
}

/** `23/11/2026`, `23/11/2026 15:30` or `15:30`; what the program does not hold so is shown as it is. */
export function civilText(value: string): string {
  return value.replace(/^(\d{4})-(\d\d)-(\d\d)/, '$3/$2/$1').replace('T', ' ');
}

const PARTS = ['day', 'month', 'year', 'hour', 'minute'] as const;
export type CivilPart = (typeof PARTS)[number];

/** Where each part stands in the shown text: from, to. */
const DATE_SPANS = [
  [0, 2],
  [3, 5],
  [6, 10],
  [11, 13],
  [14, 16],
] as const;

/** The part of the shown text in which the caret stands, and where it lies. */
export function civilPartAt(caret: number, kind: CivilKind): { part: CivilPart; from: number; to: number } {
  const shift = kind === 'time' ? 11 : 0;
  const last = kind === 'date' ? 2 : 4;
  const at = DATE_SPANS.findIndex(([, to]) => caret + shift <= to);
  const index = at < 0 ? last : Math.min(Math.max(at, kind === 'time' ? 3 : 0), last);
  const [from, to] = DATE_SPANS[index]!;
  return { part: PARTS[index]!, from: from - shift, to: to - shift };
}

/** One part more or less, with carry: after 31/12 comes 01/01, and a month that is too short ends at its last day. */
export function stepCivil(value: string, part: CivilPart, by: number): string {
  const isTime = /^\d\d:\d\d$/.test(value);
  const [date = '', time] = isTime ? ['2000-01-01', value] : value.split('T');
  const at = new Date(`${date}T${time ?? '00:00'}Z`);
  if (Number.isNaN(at.getTime())) return value;
  if (part === 'day') at.setUTCDate(at.getUTCDate() + by);
  else if (part === 'hour') at.setUTCHours(at.getUTCHours() + by);
  else if (part === 'minute') at.setUTCMinutes(at.getUTCMinutes() + by);
  else addMonths(at, part === 'year' ? by * 12 : by);
  const text = at.toISOString();
  // Beyond the years of four digits there is no text for it.
  if (!/^\d{4}-/.test(text) || text.startsWith('0000')) return value;
  if (isTime) return text.slice(11, 16);
  return time === undefined ? text.slice(0, 10) : text.slice(0, 16);
}

function addMonths(at: Date, months: number): void {
  const day = at.getUTCDate();
  at.setUTCDate(1);
  at.setUTCMonth(at.getUTCMonth() + months);
  const last = new Date(at);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  at.setUTCDate(Math.min(day, last.getUTCDate()));
}

function parseDate(text: string): string | null {
  const found = DATE.exec(text);
  if (found === null) return null;
  const [, d1, , m1, y1, y2, m2, d2, d3, m3, y3] = found;
  const [year, month, day] = [y1 ?? y2 ?? y3!, m1 ?? m2 ?? m3!, d1 ?? d2 ?? d3!];
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${date}T00:00Z`);
  // The engine carries 31/02 into March.
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date) && year !== '0000';
  return isReal ? date : null;
}

function parseTime(text: string): string | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [, hour = '', minute = '00'] = found;
  if (!/[hgờ]/iu.test(text) && found[2] === undefined) return null;
  if (Number(hour) > 23 || Number(minute) > 59) return null;
  return `${hour.padStart(2, '0')}:${minute}`;
}
