/** The period of a page as it stands in its address: the last days until now, or two times of one's own that stay what they are. */
export const PERIODS = ['24h', '7d', '30d', '90d', 'free'] as const;
/** Of all pages that have a period; each offers some of them. */
const NAMES = ['8h', ...PERIODS] as const;
export type PeriodName = (typeof NAMES)[number];
export type FixedPeriod = Exclude<PeriodName, 'free'>;

const DAY_MS = 86_400_000;
const LENGTH_MS: Readonly<Record<FixedPeriod, number>> = {
  '8h': DAY_MS / 3,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '30d': 30 * DAY_MS,
  '90d': 90 * DAY_MS,
};

/** Half-open, epoch ms. */
export interface ChosenPeriod {
  name: PeriodName;
  fromMs: number;
  toMs: number;
}

/** What the address asks for; what it asks for wrongly is `first`. Ends with the minute, so that within it a question stays the same. */
export function periodIn(query: URLSearchParams, nowMs: number, first: FixedPeriod = '7d'): ChosenPeriod {
  const name = NAMES.find((each) => each === query.get('period')) ?? first;
  const toMs = Math.floor(nowMs / 60_000) * 60_000;
  if (name !== 'free') return { name, fromMs: toMs - LENGTH_MS[name], toMs };
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  const isSound = from < to && to - from <= 366 * DAY_MS;
  return isSound ? { name, fromMs: from, toMs: to } : { name: first, fromMs: toMs - LENGTH_MS[first], toMs };
}

/** The address's question with another period; nothing else of it changes. */
export function withPeriod(
  query: URLSearchParams,
  period: PeriodName | { fromMs: number; toMs: number },
): URLSearchParams {
  const next = new URLSearchParams(query);
  next.delete('from');
  next.delete('to');
  next.set('period', typeof period === 'string' ? period : 'free');
  if (typeof period === 'object') {
    next.set('from', new Date(period.fromMs).toISOString());
    next.set('to', new Date(period.toMs).toISOString());
  }
  return next;
}

/** As the centre is asked. */
export function spanQuery({ fromMs, toMs }: Pick<ChosenPeriod, 'fromMs' | 'toMs'>): string {
  return new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  }).toString();
}
