/** The stretches that the page offers; `free`: two times chosen by hand. */
export const PERIODS = ['8h', '24h', '7d', '30d', 'free'] as const;
export type PeriodName = (typeof PERIODS)[number];

const HOUR_MS = 3_600_000;
export const PERIOD_MS: Readonly<Record<Exclude<PeriodName, 'free'>, number>> = {
  '8h': 8 * HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
};

/** Half-open, epoch milliseconds. */
export interface Period {
  fromMs: number;
  toMs: number;
}

/** The last full stretch that ends with the minute of `nowMs`: asked again within a minute it is the same question. */
export function lastPeriod(name: Exclude<PeriodName, 'free'>, nowMs: number): Period {
  const toMs = Math.floor(nowMs / 60_000) * 60_000;
  return { fromMs: toMs - PERIOD_MS[name], toMs };
}

export function performancePath({ fromMs, toMs }: Period): string {
  const search = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  return `/alarms/performance?${search}`;
}
