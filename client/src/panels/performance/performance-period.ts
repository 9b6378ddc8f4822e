/** The stretches that the page offers; `free`: two times chosen by hand. */
export const PERIODS = ['8h', '24h', '7d', '30d', 'free'] as const;

/** Half-open, epoch milliseconds. */
export interface Period {
  fromMs: number;
  toMs: number;
}

export function performancePath({ fromMs, toMs }: Period): string {
  const search = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
  });
  return `/alarms/performance?${search}`;
}
