import type { Rng } from '@metropane/base';
import type { Incident, IncidentClock } from '@metropane/incidents';
import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { agencyFigures, groupFigures, LEAST_FOR_SHARE, MEASURED_CLOCKS, targetsOf } from './group-figures.ts';
import { coverageOf } from './held-incidents.ts';

const MINUTE_MS = 60_000;
const NOW_MS = Date.UTC(2026, 10, 23, 8);
const PERIOD = { fromMs: NOW_MS - 7 * 86_400_000, toMs: NOW_MS, nowMs: NOW_MS };

test('figures of a ward are those counted by hand from its incidents', () => {
  forSeeds('group-figures', 60, (rng) => {
    const incidents = Array.from({ length: rng.int(120) }, (_, i) => anyIncident(rng, i + 1));
    const figures = groupFigures(incidents, PERIOD);
    const opened = incidents.filter((one) => one.knownAtMs >= PERIOD.fromMs && one.knownAtMs < PERIOD.toMs);
    expect(figures.opened).toBe(opened.length);
    expect(figures.openNow).toBe(incidents.filter(({ state }) => state !== 'closed').length);
    for (const name of MEASURED_CLOCKS) {
      let [n, k, reached, waiting] = [0, 0, 0, 0];
      for (const incident of opened) {
        const clock = incident.clocks!.find((each) => each.name === name)!;
        if (clock.isBreached) n += 1;
        else if (clock.atMs !== undefined && clock.dueMs !== undefined) [n, k] = [n + 1, k + 1];
        if (clock.atMs !== undefined) reached += 1;
        else if (incident.state !== 'closed' && clock.dueMs !== undefined) waiting += 1;
      }
      const { inTime, median } = figures.clocks[name];
      expect(inTime).toMatchObject({ n, k });
      expect(median).toMatchObject({ reached, waiting });
      expect(inTime.share).toBe(n < LEAST_FOR_SHARE ? null : k / n);
    }
  });
});

test('the wards of a city add up to it, whatever order the incidents come in', () => {
  forSeeds('group-sum', 40, (rng) => {
    const incidents = Array.from({ length: 200 }, (_, i) => anyIncident(rng, i + 1));
    const whole = groupFigures(incidents, PERIOD);
    const parts = [...Map.groupBy(incidents, ({ unit }) => unit!.code).values()].map((part) =>
      groupFigures(part.toReversed(), PERIOD),
    );
    const sum = (of: (figures: typeof whole) => number): number =>
      parts.reduce((all, part) => all + of(part), 0);
    expect(sum(({ opened }) => opened)).toBe(whole.opened);
    expect(sum(({ closed }) => closed)).toBe(whole.closed);
    expect(sum(({ reports }) => reports)).toBe(whole.reports);
    for (const name of MEASURED_CLOCKS) {
      expect(sum(({ clocks }) => clocks[name].inTime.k)).toBe(whole.clocks[name].inTime.k);
      expect(sum(({ clocks }) => clocks[name].inTime.n)).toBe(whole.clocks[name].inTime.n);
    }
    expect(groupFigures(incidents.toReversed(), PERIOD)).toEqual(whole);
  });
});

test('nothing is said of too few, and of enough it is said against the city', () => {
  const ward = (late: number, n: number): Incident[] =>
    Array.from({ length: n }, (_, i) => acknowledged(i + 1, { isBreached: i < late }));
  const few = groupFigures(ward(10, 19), PERIOD, { acknowledged: 0.9 });
  expect(few.clocks.acknowledged.inTime).toEqual({ n: 19, k: 9, share: null, interval: null, place: null });
  const enough = groupFigures(ward(10, 20), PERIOD, { acknowledged: 0.9 });
  expect(enough.clocks.acknowledged.inTime).toMatchObject({ n: 20, k: 10, share: 0.5, place: 'very-low' });
  expect(groupFigures(ward(1, 9), PERIOD).clocks.acknowledged.median).toMatchObject({
    ms: null,
    isTooFew: true,
  });
  expect(targetsOf(few)).toEqual({});
  expect(targetsOf(enough)).toEqual({ acknowledged: 0.5 });
});

test('an agency has what it was asked for, and answered in time what did not run out', () => {
  const asked = { assignee: 'pccc', by: 'An', askedAtMs: NOW_MS - 60 * MINUTE_MS, changedAtMs: NOW_MS };
  const dueMs = NOW_MS - 58 * MINUTE_MS;
  const incidents = [
    { ...acknowledged(1, {}), assignments: [{ ...asked, state: 'accepted' as const, dueMs }] },
    { ...acknowledged(2, {}), assignments: [{ ...asked, state: 'waiting' as const, dueMs }] },
    { ...acknowledged(3, {}), assignments: [{ ...asked, state: 'waiting' as const, dueMs: NOW_MS + 1 }] },
    { ...acknowledged(4, {}), assignments: [{ ...asked, state: 'withdrawn' as const, dueMs }] },
    {
      ...acknowledged(5, {}),
      assignments: [{ ...asked, state: 'done' as const, dueMs }],
      escalations: [
        {
          level: 0,
          reason: 'agency-silent' as const,
          atMs: NOW_MS,
          assignee: 'pccc',
          askedAtMs: asked.askedAtMs,
        },
      ],
    },
    { ...acknowledged(6, {}), assignments: [{ ...asked, assignee: 'csgt', state: 'done' as const, dueMs }] },
  ];
  const figures = agencyFigures('pccc', incidents, { period: PERIOD });
  expect(figures.opened).toBe(4);
  expect(figures.answers).toMatchObject({ n: 3, k: 1, share: null });
});

test('what is held no longer is counted by its number, where it may lie in the period', () => {
  const held = [
    { id: 'SC-000003', knownAtMs: 100 },
    { id: 'SC-000004', knownAtMs: 200 },
    { id: 'SC-000007', knownAtMs: 300 },
    { id: 'SC-000008', knownAtMs: 400 },
  ];
  expect(coverageOf(held, { fromMs: 0, toMs: 500 })).toEqual({ missing: 4, isComplete: false });
  expect(coverageOf(held, { fromMs: 150, toMs: 250 })).toEqual({ missing: 2, isComplete: false });
  expect(coverageOf(held, { fromMs: 350, toMs: 500 })).toEqual({ missing: 0, isComplete: true });
  expect(coverageOf(held, { fromMs: 150, toMs: 200 })).toEqual({ missing: 0, isComplete: true });
  expect(coverageOf([], { fromMs: 0, toMs: 500 })).toEqual({ missing: 0, isComplete: true });
});

function anyIncident(rng: Rng, number: number): Incident {
  const knownAtMs = NOW_MS - rng.int(10 * 86_400_000);
  let atMs = knownAtMs;
  let isOver = false;
  const clocks = (['detected', 'acknowledged', 'routed', 'on-scene', 'mitigated', 'closed'] as const).map(
    (name): IncidentClock => {
      isOver ||= rng.int(5) === 0;
      const dueMs = knownAtMs + 30 * MINUTE_MS;
      if (isOver) return { name, dueMs, isBreached: rng.int(2) === 0 };
      atMs += rng.int(20 * MINUTE_MS);
      return { name, atMs, dueMs, isBreached: atMs > dueMs };
    },
  );
  const isClosed = !isOver;
  return {
    ...bare(number, knownAtMs),
    unit: { code: String(rng.int(5)), name: 'x' },
    reports: rng.int(4),
    clocks,
    state: isClosed ? 'closed' : 'new',
    ...(isClosed ? { closedAtMs: atMs } : {}),
  };
}

function acknowledged(number: number, { isBreached = false }: { isBreached?: boolean }): Incident {
  const knownAtMs = NOW_MS - 3_600_000;
  const clock = { name: 'acknowledged' as const, atMs: knownAtMs + 1, dueMs: knownAtMs + 2, isBreached };
  return { ...bare(number, knownAtMs), clocks: [clock] };
}

function bare(number: number, knownAtMs: number): Incident {
  return {
    id: `SC-${String(number).padStart(6, '0')}`,
    ...{ revision: 1, priority: 3, state: 'new', category: 'flood', title: 'x', source: '1022', reports: 1 },
    ...{ openedAtMs: knownAtMs, knownAtMs, updatedAtMs: knownAtMs, simulated: true },
  } as Incident;
}
