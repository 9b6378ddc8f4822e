/**
 * The window engine against DuckDB: what it decided of every value and every final pane that it fired, beside the same definitions
 * as SQL over everything that was sent. The naive oracle of the package looks at each step; this one looks at millions of events.
 */
import { deserialize, serialize } from 'node:v8';
import { assert, makeRng } from '@metropane/base';
import { noteFigures } from '@metropane/testing';
import { type EngineSnapshot, type Pane, WindowEngine } from '@metropane/windowing';
import { expect, test } from 'vitest';
import { drawCity, hostileStream, METRICS, type StreamStep } from './hostile-stream-fixture.ts';
import { keptSeeds } from './kept-seeds-fixture.ts';
import { OUTCOMES, type SqlComparison, SqlOracle, WINDOWS } from './sql-oracle-fixture.ts';

const isFull = process.env['METROPANE_TEST_FULL'] === '1';
/** Values in all runs together, and observations in one. */
const EVENTS = isFull ? 10_000_000 : 150_000;
const OBSERVATIONS = isFull ? 300_000 : 35_000;
const TIMEOUT_MS = isFull ? 3_600_000 : 120_000;
const NONE_WRONG = { wrongOutcomes: 0, wrongWindows: 0 };
const CLOSING_SILENCE_MS = 20_000_000;

const HOPPING = [0, 1];
const WITH_QUANTILES = [0, 1];

class SqlTrial {
  readonly #rng;
  readonly #oracle: SqlOracle;
  readonly #city;
  readonly #sources: number[] = [];
  readonly #sink = { onPane: (pane: Pane) => this.#takePane(pane) };
  #engine = new WindowEngine({ sink: this.#sink });
  #tickMs = -Infinity;
  #observations = 0;
  #finals = 0;

  private constructor(seed: string, oracle: SqlOracle) {
    this.#rng = makeRng(seed);
    this.#oracle = oracle;
    this.#city = drawCity(this.#rng);
    const { feeds, feedOf } = this.#city;
    for (const policy of feeds) this.#engine.addFeed(policy);
    for (const [entity, feed] of feedOf.entries()) {
      const source = this.#engine.addSource(feed);
      if (!this.#sources.includes(source)) oracle.addSource(source, feeds[feed]!);
      this.#sources.push(source);
      for (let metric = 0; metric < METRICS; metric++) {
        const added = this.#engine.addSeries(source);
        assert(added.ok && added.value === entity * METRICS + metric, 'series get dense numbers', { added });
      }
    }
    for (const series of HOPPING) this.#engine.keepHopping(series);
    for (const series of WITH_QUANTILES) this.#engine.keepQuantiles(series);
  }

  /** `fired`: how many final panes; each window has one. */
  static async run(
    seed: string,
    observations: number,
  ): Promise<SqlComparison & { events: number; fired: number }> {
    const oracle = await SqlOracle.open(HOPPING);
    const trial = new SqlTrial(seed, oracle);
    for (const step of hostileStream(trial.#rng, trial.#city, observations)) trial.#take(step);
    trial.#engine.tick(trial.#tickMs + CLOSING_SILENCE_MS);
    const found = await oracle.compare();
    return { ...found, events: oracle.values.rows, fired: trial.#finals };
  }

  #take(step: StreamStep): void {
    if (step.kind === 'tick') {
      this.#tickMs = step.nowMs;
      this.#engine.tick(step.nowMs);
    } else if (step.kind === 'restart') {
      const snapshot = deserialize(serialize(this.#engine.snapshot())) as EngineSnapshot;
      this.#engine = WindowEngine.restore(snapshot, { sink: this.#sink });
    } else this.#observe(step);
  }

  #observe({ item, arrivalMs }: Extract<StreamStep, { kind: 'observe' }>): void {
    const { entity, tMs, values, flagged, id } = item;
    const source = this.#sources[entity]!;
    const o = this.#observations++;
    this.#oracle.observations.push(o, source, tMs, arrivalMs, this.#tickMs);
    this.#engine.beginObservation(source, tMs, arrivalMs);
    if (id >= 0) this.#engine.identifyBy(7, id);
    for (const [metric, value] of values.entries()) {
      if (Number.isNaN(value)) continue;
      const series = entity * METRICS + metric;
      const isFlagged = flagged[metric]!;
      const outcome = this.#engine.accept(series, value, !isFlagged);
      this.#oracle.values.push(o, series, value + 0, id, isFlagged ? 1 : 0, OUTCOMES.indexOf(outcome));
    }
  }

  #takePane(pane: Pane): void {
    if (!pane.isFinal) return;
    this.#finals++;
    const { series, window, startMs, n, sum, min, max, first, firstMs, last, lastMs, revision } = pane;
    const quantiles = [pane.p50, pane.p95];
    const areKept = WITH_QUANTILES.includes(series);
    assert(
      quantiles.every((quantile) => (quantile !== null) === areKept),
      'quantiles where they are kept',
      { pane },
    );
    const win = WINDOWS.indexOf(window);
    const values = [n, sum, min, max, first, firstMs, last, lastMs, revision];
    values.push(...quantiles.map((quantile) => quantile ?? Number.NaN));
    this.#oracle.panes.push(series, win, startMs, ...values);
  }
}

test(
  '[W5][W7][W8][W11][W12][W15][W18][W22] outcomes and final panes equal SQL over everything that was sent',
  async () => {
    const startedAt = performance.now();
    const only = process.env['METROPANE_SEED'];
    let events = 0;
    let windows = 0;
    let seeds = 0;
    const runSeed = async (seed: string, observations: number): Promise<void> => {
      const { examples, wrongOutcomes, wrongWindows, ...result } = await SqlTrial.run(seed, observations);
      expect({ wrongOutcomes, wrongWindows }, `seed ${seed}: ${JSON.stringify(examples)}`).toEqual(
        NONE_WRONG,
      );
      expect(result.windows).toBe(result.fired);
      events += result.events;
      windows += result.windows;
    };
    if (only?.startsWith('sql/')) await runSeed(only, OBSERVATIONS);
    if (only === undefined) for (const { seed, size } of keptSeeds('sql')) await runSeed(seed, size);
    while (only === undefined && events < EVENTS) await runSeed(`sql/${seeds++}`, OBSERVATIONS);
    noteFigures('window engine = DuckDB SQL', {
      events,
      'windows compared': windows,
      mismatches: 0,
      seeds: `sql/0..${seeds - 1}`,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
    });
  },
  TIMEOUT_MS,
);
