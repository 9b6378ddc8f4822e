/**
 * The settled windows of DESIGN 5.2 against a batch computation that knows no stream, through decoder, log, fold, follower and both
 * halves of history, with restarts of the whole and of history alone, flushes and merges at any point.
 */
import { makeRng } from '@metropane/base';
import { noteFigures } from '@metropane/testing';
import { afterAll, expect, test } from 'vitest';
import type { WindowName } from '../src/history/history-query.ts';
import { PANE_WINDOWS } from '../src/history/pane-sql.ts';
import { ENTITIES, METRICS } from './windows/hostile-items-fixture.ts';
import { keptSeeds } from './windows/kept-seeds-fixture.ts';
import { batchWindows, distinctEvents, expectSettled } from './windows/settled-batch-fixture.ts';
import { SettledRun, valuesIn } from './windows/settled-run-fixture.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
const SEEDS = isFull ? 300 : 9;
const STEPS = 120;
/** A few long runs: files of many flushes, checkpoints that grow. */
const LONG_SEEDS = isFull ? 8 : 0;
const LONG_STEPS = 6_000;
const WINDOWS: WindowName[] = ['PT10S', 'PT1M', 'PT5M', 'PT1H', 'PT5M/PT10S', 'P1D'];

const total = { values: 0, windows: 0, restarts: 0 };
const startedAt = performance.now();
afterAll(() =>
  noteFigures('GET /windows = batch, through the pipeline', {
    events: total.values,
    'windows compared': total.windows,
    mismatches: 0,
    seeds: `settled/0..${SEEDS - 1}, ${LONG_SEEDS} long ones`,
    restarts: total.restarts,
    seconds: Math.round((performance.now() - startedAt) / 1_000),
  }),
);

const runs = [
  ...keptSeeds('settled'),
  ...Array.from({ length: SEEDS }, (_, i) => ({ seed: `settled/${i}`, size: STEPS })),
  ...Array.from({ length: LONG_SEEDS }, (_, i) => ({ seed: `settled/long/${i}`, size: LONG_STEPS })),
];

test.each(runs)('settled windows equal the batch computation ($seed)', async ({ seed, size }) => {
  const run = await SettledRun.start(makeRng(seed));
  for (let step = 0; step < size; step++) await run.step();
  await run.catchUp();
  await compareAll(run, WINDOWS, seed);
  let received = 0;
  for (const feed of ['http', 'mqtt']) {
    const counts = run.room.ledger.counts(feed);
    received += counts.received;
    expect(counts.counted + counts.duplicate + counts.late).toBe(counts.received);
    expect(counts.late, 'the scenario has late events').toBeGreaterThan(0);
  }
  expect(received, 'nothing is counted twice or lost across restarts').toBe(valuesIn(run.sent));
  total.values += received;
  total.restarts += run.restarts;
  await run.expireRawRows();
  await compareAll(run, PANE_WINDOWS, `${seed} after its raw rows`);
  await run.close();
});

/** Every entity and all together, every metric and window, against the batch over what was sent. */
async function compareAll(run: SettledRun, windows: readonly WindowName[], what: string): Promise<void> {
  const events = distinctEvents(run.sent);
  for (const window of windows) {
    for (const metric of METRICS) {
      for (const entity of [...ENTITIES, undefined]) {
        const chosen = events.filter(
          (event) => event.metric === metric && (entity ?? event.entity) === event.entity,
        );
        const expected = batchWindows(chosen, window);
        const found = await run.windows({ metric, window, ...(entity === undefined ? {} : { entity }) });
        expectSettled(found, expected, `${what} ${window} ${entity ?? 'all'} ${metric}`);
        total.windows += expected.length;
      }
    }
  }
}
