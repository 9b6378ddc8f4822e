/**
 * Memory and history over what both know: every pane that the live engine shows, open or final, beside the settled window that
 * `GET /windows` answers, at random moments of a run with late events, flushes, merges and restarts of history and of the whole.
 * Without late events they are the same; with them the pane and its late events together are.
 */
import { makeRng } from '@metropane/base';
import { noteFigures, settle } from '@metropane/testing';
import type { Pane, WindowName } from '@metropane/windowing';
import { afterAll, expect, test } from 'vitest';
import type { ObservationRow, WindowRow } from '../../src/history/history-query.ts';
import { PANE_WINDOWS } from '../../src/history/pane-sql.ts';
import { finalBeforeMs } from '../../src/pipeline/final-before.ts';
import { ENTITIES, METRICS } from './hostile-items-fixture.ts';
import { keptSeeds } from './kept-seeds-fixture.ts';
import { SettledRun } from './settled-run-fixture.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const SEEDS = isFull ? 60 : 2;
const STEPS = 110;
const COMPARE_EVERY = 22;
const WINDOWS: WindowName[] = ['PT10S', 'PT1M', 'PT5M', 'PT1H'];
const HOUR_MS = 3_600_000;

interface Series {
  entity: string;
  metric: string;
  number: number;
}
interface Finished {
  series: Series;
  pane: Pane;
}

const total = { panes: 0, withLate: 0, restarts: 0 };
const startedAt = performance.now();
afterAll(() => {
  noteFigures('memory = GET /windows over the overlap', {
    'windows compared': total.panes,
    'with late events': total.withLate,
    mismatches: 0,
    restarts: total.restarts,
    seeds: `overlap/0..${SEEDS - 1}`,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  });
});

const runs = [
  ...keptSeeds('overlap'),
  ...Array.from({ length: SEEDS }, (_, i) => ({ seed: `overlap/${i}`, size: STEPS })),
];

test.each(runs)('what memory shows and what history answers agree ($seed)', async ({ seed, size }) => {
  const run = await SettledRun.start(makeRng(seed));
  const finished = new Map<string, Finished>();
  for (let step = 1; step <= size; step++) {
    await run.step();
    if (step % COMPARE_EVERY === 0) await compareAll(run, finished);
  }
  run.passTime(2 * HOUR_MS);
  await compareAll(run, finished);
  await run.flush();
  await run.restartHistory();
  await run.store.maintain();
  // What was final stays as it was, whatever became of its files since.
  for (const { series, pane } of finished.values()) await compare(run, series, [pane]);
  await run.expireRawRows();
  await compareKept(run, finished);
  total.restarts += run.restarts;
  expect(finished.size, 'windows became final').toBeGreaterThan(20);
  await run.close();
});

test('some of what was compared had late events', () => {
  expect(total.withLate).toBeGreaterThan(0);
});

/** Every pane in memory against history; what is final is remembered. */
async function compareAll(run: SettledRun, finished: Map<string, Finished>): Promise<void> {
  await run.catchUp();
  for (const series of seriesOf(run)) {
    const { windows } = run.room;
    const panes = WINDOWS.flatMap((window) => {
      const open = windows.openPanes(series.number, window);
      const latest = windows.latestPane(series.number, window);
      return latest === undefined ? open : [...open, { ...latest }];
    });
    await compare(run, series, panes);
    for (const pane of panes) {
      if (pane.isFinal)
        finished.set(`${series.entity} ${series.metric} ${pane.window} ${pane.startMs}`, { series, pane });
    }
  }
}

async function compare(run: SettledRun, series: Series, panes: readonly Pane[]): Promise<void> {
  const { entity, metric } = series;
  const late = distinctLate(await run.store.observations({ ...run.range(), entity, metric, limit: 1e6 }));
  const answers = new Map<string, WindowRow[]>();
  for (const pane of panes) {
    const window = pane.window as WindowName;
    const rows = answers.get(window) ?? (await run.windows({ entity, metric, window }));
    answers.set(window, rows);
    const inPane = late.filter((event) => event.tMs >= pane.startMs && event.tMs < pane.endMs);
    const row = rows.find((one) => one.startMs === pane.startMs);
    comparePane(pane, row, inPane);
    const finalBefore = finalBeforeMs(run.room, { domain: 'air', entity, metric });
    expect(pane.endMs <= finalBefore, 'final in history where it is in memory').toBe(pane.isFinal);
  }
}

/** Windows that outlive the raw rows, from memory's last word about them. */
async function compareKept(run: SettledRun, finished: ReadonlyMap<string, Finished>): Promise<void> {
  for (const { series, pane } of finished.values()) {
    const { entity, metric } = series;
    const window = PANE_WINDOWS.find((kept) => kept === pane.window);
    if (window === undefined) continue;
    const range = { ...run.range(), fromMs: pane.startMs, toMs: pane.startMs + 1 };
    const [row] = await run.store.windows({ ...range, entity, metric, window });
    expect(row).toMatchObject({ startMs: pane.startMs });
    expect(row!.n - row!.late).toBe(pane.n);
    if (row!.late === 0) comparePane(pane, row, []);
  }
}

function comparePane(pane: Pane, row: WindowRow | undefined, late: readonly ObservationRow[]): void {
  const what = `${pane.window} ${new Date(pane.startMs).toISOString()}`;
  const { n, sum, mean, min, max, first, last } = settle(pane, late);
  const plain = (values: { min: number; max: number; first: number; last: number }): number[] =>
    [values.min, values.max, values.first, values.last].map((value) => value + 0);
  expect(row, `${what} is in history`).toBeDefined();
  expect({ n: row!.n, late: row!.late }, what).toEqual({ n, late: late.length });
  expect(plain(row!), what).toEqual(plain({ min, max, first, last }));
  const tolerance = 1e-12 * n * Math.max(Math.abs(min), Math.abs(max));
  expect(Math.abs(row!.sum - sum), `${what} sum`).toBeLessThanOrEqual(tolerance);
  expect(Math.abs(row!.mean - mean), `${what} mean`).toBeLessThanOrEqual(tolerance);
  // A late event is a revision, in history only, of every window that had ended: of its own slice always.
  const revisions = row!.revision - pane.revision;
  if (pane.window === 'PT10S' || late.length === 0) expect(revisions, what).toBe(late.length);
  expect(revisions, what).toBeGreaterThanOrEqual(0);
  expect(revisions, what).toBeLessThanOrEqual(late.length);
  total.panes += 1;
  if (late.length > 0) total.withLate += 1;
}

/** Late events inside the statistics, each once: of a repetition beyond the dedup horizon only the first is an event. */
function distinctLate(rows: readonly ObservationRow[]): ObservationRow[] {
  const seen = new Set<string>();
  return rows
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({ tMs, id, value, flag, late }) => {
      const identity = JSON.stringify([tMs, id, id === '' ? value + 0 : null]);
      if (seen.has(identity)) return false;
      seen.add(identity);
      return late && flag !== 4 && flag !== 9;
    });
}

function seriesOf({ room }: SettledRun): Series[] {
  return ENTITIES.flatMap((entity) =>
    METRICS.flatMap((metric) => {
      const found = room.entities.find('air', entity);
      const number = found === undefined ? undefined : room.entities.findSeries(found, metric);
      return number === undefined ? [] : [{ entity, metric, number }];
    }),
  );
}
