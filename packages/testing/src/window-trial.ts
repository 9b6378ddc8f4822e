import { assert } from '@metropane/base';
import { assertSameStatistics, settle } from './pane-comparison.ts';
import { statisticsOf, WindowOracle } from './window-oracle.ts';
import type { OracleEvent } from './window-oracle.ts';
import type { ScenarioStep, WindowScenario } from './window-scenario.ts';
import { canonicalHashes } from './window-under-test.ts';
import type {
  TestedPane,
  TumblingWindow,
  WindowEngineFactory,
  WindowEngineUnderTest,
} from './window-under-test.ts';

const LENGTHS: Readonly<Record<TumblingWindow, number>> = {
  PT10S: 10_000,
  PT1M: 60_000,
  PT5M: 300_000,
  PT1H: 3_600_000,
};
const WINDOWS = Object.keys(LENGTHS) as TumblingWindow[];
const HOPPING = 'PT5M/PT10S';
const QUERY_EVERY = 101;

/** A pane as it was fired, at a step of the scenario. */
export interface FiredPane extends TestedPane {
  readonly step: number;
  readonly name: string;
}

/** What a finished trial leaves for further comparison. */
export interface TrialResult {
  readonly fired: readonly FiredPane[];
  readonly outcomes: readonly string[];
  readonly hashes: readonly string[];
  readonly events: readonly OracleEvent[];
}

/**
 * Runs a scenario through an engine beside the oracle and throws at the first difference: outcomes of every value, every pane that
 * fires, live queries on the way, what is left over at the end. A `checkpoint` step replaces the engine by its restored snapshot.
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
  readonly #names: string[] = [];
  readonly #sources: number[] = [];
  readonly #fired: FiredPane[] = [];
  readonly #lastFired = new Map<string, FiredPane>();
  readonly #outcomes: string[] = [];
  readonly #sink = { onPane: (pane: TestedPane) => this.#take(pane) };
  #engine: WindowEngineUnderTest;
  #step = 0;
  #lastMs = 0;
  #eventsAtTick = 0;
  readonly #finished = new Set<string>();

  constructor(factory: WindowEngineFactory, scenario: WindowScenario) {
    this.#factory = factory;
    this.#scenario = scenario;
    this.#oracle = new WindowOracle(scenario.policy);
    this.#engine = factory.make(this.#sink);
    const feed = this.#engine.addFeed(scenario.policy);
    for (let entity = 0; entity < scenario.entities; entity++) {
      const source = this.#engine.addSource(feed);
      this.#sources.push(source);
      for (let metric = 0; metric < scenario.metrics; metric++) {
        const added = this.#engine.addSeries(source);
        assert(added.ok && added.value === this.#names.length, 'series get dense numbers', { added });
        this.#names.push(seriesName(entity, metric));
      }
    }
    this.#engine.keepHopping(0);
  }

  take(what: ScenarioStep, step: number): void {
    this.#step = step;
    if (what.kind === 'observe') this.#observe(what);
    else if (what.kind === 'tick') this.#tick(what.nowMs);
    else this.#checkpoint();
    if (step % QUERY_EVERY === 0) this.#checkQueries();
  }

  /** Lets everything close by silence, then checks that nothing is missing. */
  finish(): TrialResult {
    this.#step = this.#scenario.steps.length;
    this.#checkQueries();
    for (const afterMs of [1_000, 500_000, 20_000_000]) this.#tick(this.#lastMs + afterMs);
    this.#checkQueries();
    this.#checkFinals();
    const hashes = canonicalHashes(this.#engine);
    return { fired: this.#fired, outcomes: this.#outcomes, hashes, events: this.#oracle.events };
  }

  #observe(what: Extract<ScenarioStep, { kind: 'observe' }>): void {
    this.#lastMs = Math.max(this.#lastMs, what.arrivalMs, what.tMs);
    const source = this.#sourceName(what.entity);
    const watermarkMs = this.#oracle.arrive(source, what.tMs, what.arrivalMs);
    this.#engine.beginObservation(this.#sources[what.entity]!, what.tMs, what.arrivalMs);
    if (what.id !== null) this.#engine.identifyBy(what.id[0], what.id[1]);
    for (const { metric, value, inStatistics } of what.values) {
      const series = seriesName(what.entity, metric);
      const id = what.id === null ? null : what.id.join(':');
      const judged = { source, series, tMs: what.tMs, value, inStatistics, id };
      const expected = this.#oracle.judge(judged, { watermarkMs, step: this.#step });
      const outcome = this.#engine.accept(this.#names.indexOf(series), value, inStatistics);
      assert(outcome === expected, 'outcome', { step: this.#step, judged, expected, outcome });
      this.#outcomes.push(outcome);
    }
    this.#checkWatermark(what.entity);
  }

  #tick(nowMs: number): void {
    this.#oracle.tick(nowMs);
    this.#engine.tick(nowMs);
    for (let entity = 0; entity < this.#scenario.entities; entity++) this.#checkWatermark(entity);
    // What was revised since the last tick has been shown by now.
    const { events } = this.#oracle;
    for (const event of events.slice(this.#eventsAtTick)) {
      for (const window of WINDOWS) this.#checkShown(event, window);
    }
    this.#eventsAtTick = events.length;
  }

  #checkpoint(): void {
    const before = canonicalHashes(this.#engine);
    const snapshot: unknown = structuredClone(this.#engine.snapshot());
    this.#engine = this.#factory.restore(snapshot, this.#sink);
    const after = canonicalHashes(this.#engine);
    assert(before.join() === after.join(), 'a restored engine has the same hashes', { step: this.#step });
  }

  #checkWatermark(entity: number): void {
    const expected = this.#oracle.watermarkMs(this.#sourceName(entity));
    const watermarkMs = this.#engine.watermarkMs(this.#sources[entity]!);
    assert(Object.is(watermarkMs, expected), 'watermark', {
      step: this.#step,
      entity,
      expected,
      watermarkMs,
    });
  }

  /** A pane fires: its value is that of the counted events so far; it comes once on time, then only revised or final. */
  #take(shared: TestedPane): void {
    const pane = { ...shared, step: this.#step, name: this.#names[shared.series]! };
    // Revisions are shown before the rise that closes their slice: judged by the watermark that the pane was read at.
    this.#checkPane(pane, pane.watermarkMs);
    assert(pane.watermarkMs <= this.#watermarkOf(pane.name), 'a pane knows no later watermark', { pane });
    assert(pane.endMs <= pane.watermarkMs, 'a pane fires once the watermark passed its end', { pane });
    const key = paneKey(pane.name, pane.window, pane.startMs);
    const previous = this.#lastFired.get(key);
    if (previous !== undefined) {
      assert(!previous.isFinal, 'nothing fires after the final pane', { previous, pane });
      assert(pane.isFinal || pane.n > previous.n, 'a pane that fires again shows something new', {
        previous,
        pane,
      });
    }
    this.#lastFired.set(key, pane);
    this.#fired.push(pane);
  }

  #checkShown(event: OracleEvent, window: TumblingWindow): void {
    if (event.isLate) return;
    const lengthMs = LENGTHS[window];
    const startMs = Math.floor(event.tMs / lengthMs) * lengthMs;
    if (startMs + lengthMs > this.#watermarkOf(event.series)) return;
    const shown = this.#lastFired.get(paneKey(event.series, window, startMs));
    const counted = this.#oracle.eventsIn(event.series, startMs, lengthMs).filter((other) => !other.isLate);
    assert(shown?.n === counted.length, 'after a tick the last firing is up to date', {
      event,
      window,
      shown,
    });
  }

  #checkQueries(): void {
    for (const [series, name] of this.#names.entries()) {
      for (const window of WINDOWS) this.#checkQuery(series, name, window);
    }
  }

  #checkQuery(series: number, name: string, window: TumblingWindow): void {
    const lengthMs = LENGTHS[window];
    const counted = this.#oracle.eventsOf(name).filter((event) => !event.isLate);
    const starts = [...new Set(counted.map((event) => Math.floor(event.tMs / lengthMs) * lengthMs))].sort(
      (a, b) => a - b,
    );
    const closedMs = this.#watermarkOf(name) - this.#scenario.policy.allowedLatenessMs;
    const open = this.#engine.openPanes(series, window);
    const expected = starts.filter((startMs) => startMs + lengthMs > closedMs);
    const found = open.map((pane) => pane.startMs);
    assert(found.join() === expected.join(), 'open windows', {
      step: this.#step,
      name,
      window,
      expected,
      found,
    });
    const latest = this.#engine.latestPane(series, window);
    assert(latest?.startMs === starts.at(-1), 'latest window', { step: this.#step, name, window, latest });
    const panes = latest === undefined ? open : [...open, latest];
    for (const pane of panes)
      this.#checkPane({ ...pane, step: this.#step + 1, name }, this.#watermarkOf(name));
  }

  /** Compares a pane with the counted events that came before its step. */
  #checkPane(pane: FiredPane, watermarkMs: number): void {
    const inWindow = this.#oracle.eventsIn(pane.name, pane.startMs, pane.endMs - pane.startMs);
    const counted = inWindow.filter((event) => !event.isLate && event.step < pane.step);
    assert(counted.length > 0, 'a pane holds events', { pane });
    assertSameStatistics(pane, statisticsOf(counted), 'compensatedTolerance');
    const revisions = counted.filter((event) => event.watermarkMs >= revisedFromMs(pane, event)).length;
    assert(pane.revision === revisions, 'revision', { pane, revisions });
    const isFinal = pane.endMs + this.#scenario.policy.allowedLatenessMs <= watermarkMs;
    assert(pane.isFinal === isFinal, 'isFinal', { pane, watermarkMs });
    const timing = pane.endMs > watermarkMs ? 'early' : revisions === 0 ? 'on-time' : 'late';
    assert(pane.timing === timing, 'timing', { pane, watermarkMs });
  }

  /** Every window of every counted event was fired for the last time, with all of them; with the late ones it is settled. */
  #checkFinals(): void {
    for (const event of this.#oracle.events) {
      for (const window of WINDOWS) {
        const startMs = Math.floor(event.tMs / LENGTHS[window]) * LENGTHS[window];
        this.#checkFinal(event, window, { startMs, lengthMs: LENGTHS[window] });
      }
      if (event.series !== this.#names[0]) continue;
      const firstEndMs = (Math.floor(event.tMs / 10_000) + 1) * 10_000;
      for (let hop = 0; hop < 30; hop++) {
        const startMs = firstEndMs + hop * 10_000 - 300_000;
        this.#checkFinal(event, HOPPING, { startMs, lengthMs: 300_000 });
      }
    }
  }

  #checkFinal(event: OracleEvent, window: string, span: { startMs: number; lengthMs: number }): void {
    const key = paneKey(event.series, window, span.startMs);
    if (this.#finished.has(key)) return;
    this.#finished.add(key);
    const inWindow = this.#oracle.eventsIn(event.series, span.startMs, span.lengthMs);
    const late = inWindow.filter((other) => other.isLate);
    const final = this.#lastFired.get(key);
    if (final === undefined) {
      assert(late.length === inWindow.length, 'a window with counted events fires', { event, window, span });
      return;
    }
    assert(final.isFinal, 'the last firing is final', { final });
    assertSameStatistics(settle(final, late), statisticsOf(inWindow), 'sumTolerance');
  }

  #watermarkOf(series: string): number {
    return this.#oracle.watermarkMs(this.#sourceName(Number(series.split('.')[0])));
  }

  #sourceName(entity: number): string {
    return this.#scenario.policy.watermarkPer === 'feed' ? 'feed' : String(entity);
  }
}

/** From which watermark on an event is a revision of a pane: for the hopping form, once its own slice had fired. */
function revisedFromMs(pane: TestedPane, event: OracleEvent): number {
  return pane.window === HOPPING ? (Math.floor(event.tMs / 10_000) + 1) * 10_000 : pane.endMs;
}

function seriesName(entity: number, metric: number): string {
  return `${entity}.${metric}`;
}

function paneKey(name: string, window: string, startMs: number): string {
  return `${name}/${window}/${startMs}`;
}
