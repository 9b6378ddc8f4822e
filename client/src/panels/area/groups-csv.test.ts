import { expect, test } from 'vitest';
import type { Counted, GroupFigures, MedianFigure, ShareFigure } from './group-answers.ts';
import { groupsCsv } from './groups-csv.ts';

const SHARE: ShareFigure = { n: 40, k: 30, share: 0.75, interval: { low: 0.6, high: 0.86 }, place: 'low' };
const FEW: ShareFigure = { n: 3, k: 3, share: null, interval: null, place: null };
const MEDIAN: MedianFigure = {
  reached: 38,
  waiting: 2,
  ms: 90_500,
  lowMs: 60_000,
  highMs: null,
  isTooFew: false,
};
const FIGURES: GroupFigures = {
  opened: 42,
  closed: 40,
  openNow: 2,
  reports: 57,
  clocks: {
    acknowledged: { inTime: SHARE, median: MEDIAN },
    'on-scene': { inTime: FEW, median: { ...MEDIAN, ms: null } },
    closed: { inTime: SHARE, median: MEDIAN },
  },
};
const COUNTED: Counted = {
  period: { from: '2026-11-16T00:00:00Z', to: '2026-11-23T00:00:00Z', countedAt: '2026-11-23T00:00:01Z' },
  coverage: { missing: 12, isComplete: false },
  least: { share: 20, median: 10 },
  city: FIGURES,
};

function table(text: string): Record<string, string>[] {
  const [head, ...lines] = text.trimEnd().split('\r\n');
  const columns = head!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    expect(cells).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at]!]));
  });
}

test('every group has every figure with its n and its interval, and when it was counted', () => {
  const group = { code: '26703', name: 'Cát Lái', href: null, figures: FIGURES };
  const [row] = table(groupsCsv([group], COUNTED));
  expect(row).toMatchObject({ code: '26703', name: 'Cát Lái', opened: '42', reports: '57' });
  expect(row).toMatchObject({
    ...{ acknowledged_decided: '40', acknowledged_in_time: '30', acknowledged_share: '0.75' },
    ...{ acknowledged_share_low: '0.6', acknowledged_against_chance: 'low' },
    ...{ acknowledged_waiting: '2', acknowledged_median_s: '90.5', acknowledged_median_high_s: '' },
    ...{ from: '2026-11-16T00:00:00Z', counted_at: '2026-11-23T00:00:01Z', incidents_not_counted: '12' },
  });
});

test('too few to compare is empty and never a zero; who answers no requests has no share of answers', () => {
  const [row] = table(groupsCsv([{ code: 'a', name: 'A', href: null, figures: FIGURES }], COUNTED));
  expect(row).toMatchObject({ on_scene_decided: '3', on_scene_share: '', on_scene_median_s: '' });
  expect(row).toMatchObject({ answers_decided: '', answers_share: '' });
});

test('a name that a spreadsheet would run is told as text', () => {
  const text = groupsCsv([{ code: 'x', name: '=1+1', href: null, figures: FIGURES }], COUNTED);
  expect(text).toContain(",'=1+1,");
});
