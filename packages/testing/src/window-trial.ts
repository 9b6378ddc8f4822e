import { assert } from '@metropane/base';
import { PaneJudge, WINDOWS } from './pane-judge.ts';
import type { FiredPane, JudgedSeries } from './pane-judge.ts';
import { WindowOracle } from './window-oracle.ts';
import type { OracleEvent } from './window-oracle.ts';
import type { ObserveStep, ScenarioStep, WindowScenario } from './window-scenario.ts';
import { canonicalHashes } from './window-under-test.ts';
import type { TestedPane, WindowEngineFactory, WindowEngineUnderTest } from './window-under-test.ts';

const QUERY_EVERY = 101;
const ASKING_ENTITIES = 2;
/** Silences after the last step: within every lateness, beyond most, beyond all. */
const CLOSING_SILENCES_MS = [1_000, 500_000, 20_000_000];

/** What a finished trial leaves for further comparison. */
export interface TrialResult {
  readonly fired: readonly FiredPane[];
  readonly outcomes: readonly string[];
  readonly hashes: readonly string[];
  readonly events: readonly OracleEvent[];
  /** Panes and settled windows that were compared with the oracle. */
  readonly compared: number;
}

/**
 * Runs a scenario through an engine beside the oracle and throws at the first difference: outcomes of every value, every pane that
 * fires, live queries on the way, watermarks, what is left over at the end. A `checkpoint` step replaces the engine by its
 * restored snapshot. Of the first two entities the first metric keeps hopping windows and the last one quantiles.
 */
export function runWindowTrial(factory: WindowEngineFactory, scenario: WindowScenario): TrialResult {
  const trial = new WindowTrial(factory, scenario);
  for (const [step, what] of scenario.steps.entries()) trial.take(what, step);
  return trial.finish();
}

class WindowTrial {
  readonly #factory: WindowEngineFactory;
  readonly #scenario: WindowScenario;
  readonly #oracle: WindowOracle;
  readonly #judge: PaneJudge;
  readonly #series: readonly JudgedSeries[];
  /** The engine's number of each entity's source. */
  readonly #sources: readonly number[];
  readonly #outcomes: string[] = [];
  readonly #sink = { onPane: (pane: TestedPane) => this.#judge.takeFired(pane, this.#step) };
  #engine: WindowEngineUnderTest;
  #step = 0;
  #lastMs = 0;

  constructor(factory: WindowEngineFactory, scenario: WindowScenario) {
    this.#factory = factory;
    this.#scenario = scenario;
    this.#oracle = new WindowOracle(scenario.feeds);
    this.#engine = factory.make(this.#sink);
    this.#series = seriesOf(scenario);
    this.#judge = new PaneJudge(this.#oracle, this.#series);
    this.#sources = this.#addEverything();
  }

  take(what: ScenarioStep, step: number): void {
    this.#step = step;
    if (what.kind === 'observe') this.#observe(what);
    else if (what.kind === 'tick') this.#tick(what.nowMs);
    else this.#checkpoint();
    if (step % QUERY_EVERY === 0) this.#compareQueries();
  }

  /** Lets everything close by silence, then checks that nothing is missing. */
  finish(): TrialResult {
    this.#step = this.#scenario.steps.length;
    this.#compareQueries();
    for (const afterMs of CLOSING_SILENCES_MS) this.#tick(this.#lastMs + afterMs);
    this.#compareQueries();
    this.#judge.compareFinals();
    const hashes = canonicalHashes(this.#engine);
    const { fired, compared } = this.#judge;
    return { fired, compared, outcomes: this.#outcomes, hashes, events: this.#oracle.events };
  }

  #addEverything(): number[] {
    const { feeds, feedOf, metrics } = this.#scenario;
    const numbers = feeds.map((policy) => this.#engine.addFeed(policy));
    const sources = feedOf.map((feed, entity) => {
      this.#oracle.addSource(sourceName(this.#scenario, entity), feed, feeds[feed]!);
      const source = this.#engine.addSource(numbers[feed]!);
      for (let metric = 0; metric < metrics; metric++) {
        const added = this.#engine.addSeries(source);
        const expected = entity * metrics + metric;
        assert(added.ok && added.value === expected, 'series get dense numbers', { added, expected });
      }
      return source;
    });
    for (const [series, { isHopping, hasQuantiles }] of this.#series.entries()) {
      if (isHopping) this.#engine.keepHopping(series);
      if (hasQuantiles) this.#engine.keepQuantiles(series);
    }
    return sources;
  }

  #observe(what: ObserveStep): void {
    this.#lastMs = Math.max(this.#lastMs, what.arrivalMs, what.tMs);
    const source = sourceName(this.#scenario, what.entity);
    const watermarkMs = this.#oracle.arrive(source, what.tMs, what.arrivalMs);
    this.#engine.beginObservation(this.#sources[what.entity]!, what.tMs, what.arrivalMs);
    if (what.id !== null) this.#engine.identifyBy(what.id[0], what.id[1]);
    for (const { metric, value, inStatistics } of what.values) {
      const number = what.entity * this.#scenario.metrics + metric;
      const series = this.#series[number]!.name;
      const id = what.id === null ? null : what.id.join(':');
      const judged = { source, series, tMs: what.tMs, value, inStatistics, id };
      const expected = this.#oracle.judge(judged, { watermarkMs, step: this.#step });
      const outcome = this.#engine.accept(number, value, inStatistics);
      assert(outcome === expected, 'outcome', { step: this.#step, judged, expected, outcome });
      this.#outcomes.push(outcome);
    }
    this.#compareWatermark(what.entity);
  }

  #tick(nowMs: number): void {
    this.#oracle.tick(nowMs);
    this.#engine.tick(nowMs);
    for (const entity of this.#scenario.feedOf.keys()) this.#compareWatermark(entity);
    for (const feed of this.#scenario.feeds.keys()) {
      const expected = this.#oracle.aggregateOf(feed);
      const found = this.#engine.aggregateWatermark(feed);
      const isSame = found.watermarkMs === expected.watermarkMs && found.idleSources === expected.idleSources;
      assert(isSame, 'aggregate watermark', { step: this.#step, feed, expected, found });
    }
    this.#judge.assertAllShown();
  }

  #checkpoint(): void {
    const before = canonicalHashes(this.#engine);
    const snapshot: unknown = structuredClone(this.#engine.snapshot());
    this.#engine = this.#factory.restore(snapshot, this.#sink);
    const after = canonicalHashes(this.#engine);
    assert(before.join() === after.join(), 'a restored engine has the same hashes', { step: this.#step });
  }

  #compareWatermark(entity: number): void {
    const expected = this.#oracle.watermarkMs(sourceName(this.#scenario, entity));
    const watermarkMs = this.#engine.watermarkMs(this.#sources[entity]!);
    assert(Object.is(watermarkMs, expected), 'watermark', {
      step: this.#step,
      entity,
      expected,
      watermarkMs,
    });
  }

  #compareQueries(): void {
    const step = this.#step;
    for (const [series, { isHopping }] of this.#series.entries()) {
      for (const window of WINDOWS) {
        const open = this.#engine.openPanes(series, window);
        this.#judge.compareQuery(series, window, {
          open,
          latest: this.#engine.latestPane(series, window),
          step,
        });
      }
      if (isHopping) this.#judge.compareLatestHopping(series, this.#engine.latestHoppingPane(series), step);
    }
  }
}

function seriesOf(scenario: WindowScenario): JudgedSeries[] {
  const { feeds, feedOf, metrics } = scenario;
  return feedOf.flatMap((feed, entity) =>
    Array.from({ length: metrics }, (_, metric) => ({
      name: `${entity}.${metric}`,
      source: sourceName(scenario, entity),
      policy: feeds[feed]!,
      isHopping: metric === 0 && entity < ASKING_ENTITIES,
      hasQuantiles: metric === metrics - 1 && entity < ASKING_ENTITIES,
    })),
  );
}

function sourceName({ feeds, feedOf }: WindowScenario, entity: number): string {
  const feed = feedOf[entity]!;
  return feeds[feed]!.watermarkPer === 'feed' ? `feed ${feed}` : `entity ${entity}`;
}
