import { csvLine } from '../../ui/csv.ts';
import { CLOCKS } from './group-answers.ts';
import type { Counted, GroupFigures } from './group-answers.ts';
import type { NamedGroup } from './groups-table.tsx';

/**
 * Wards or agencies of a period, the city first: per clock how many were decided and in time, the share with its interval, where it stands
 * against chance, and the median with its interval. RFC 4180, times UTC, durations in seconds; what is not told is empty.
 */
export function groupsCsv(groups: readonly NamedGroup[], counted: Counted): string {
  const { period, coverage } = counted;
  const rows = groups.map(({ code, name, figures }) =>
    csvLine([period.from, period.to, period.countedAt, coverage.missing, code, name, ...cellsOf(figures)]),
  );
  return csvLine(HEAD) + rows.join('');
}

const SHARE = ['decided', 'in_time', 'share', 'share_low', 'share_high', 'against_chance'];
const MEDIAN = ['reached', 'waiting', 'median_s', 'median_low_s', 'median_high_s'];
const HEAD = [
  ...['from', 'to', 'counted_at', 'incidents_not_counted', 'code', 'name'],
  ...['opened', 'closed', 'open_now', 'reports'],
  ...CLOCKS.flatMap((clock) => [...SHARE, ...MEDIAN].map((column) => `${clock.replace('-', '_')}_${column}`)),
  ...SHARE.map((column) => `answers_${column}`),
];

function cellsOf({ clocks, answers, ...counts }: GroupFigures): (string | number | null)[] {
  return [
    ...[counts.opened, counts.closed, counts.openNow, counts.reports],
    ...CLOCKS.flatMap((clock) => {
      const { inTime, median } = clocks[clock];
      return [
        ...shareCells(inTime),
        ...[median.reached, median.waiting],
        ...[median.ms, median.lowMs, median.highMs].map((ms) => (ms === null ? null : ms / 1_000)),
      ];
    }),
    ...(answers === undefined ? SHARE.map(() => null) : shareCells(answers)),
  ];
}

function shareCells({
  n,
  k,
  share,
  interval,
  place,
}: NonNullable<GroupFigures['answers']>): (string | number | null)[] {
  return [n, k, share, interval?.low ?? null, interval?.high ?? null, place];
}
