import { assert } from '@metropane/base';
import type { OracleEvent, WindowOracle } from './window-oracle.ts';
import type { ScenarioPolicy } from './window-scenario.ts';
import { assertQuantiles, assertSameStatistics, settle, statisticsOf } from './window-statistics.ts';
import type { TestedPane, TumblingWindow } from './window-under-test.ts';

const LENGTHS: Readonly<Record<TumblingWindow, number>> = {
  PT10S: 10_000,
  PT1M: 60_000,
  PT5M: 300_000,
  PT1H: 3_600_000,
};
const SLICE_MS = 10_000;
const HOPPING = 'PT5M/PT10S';
const HOPPING_MS = 300_000;

export const WINDOWS = Object.keys(LENGTHS) as TumblingWindow[];

/** A pane as it was fired, at a step of the scenario. */
export interface FiredPane extends TestedPane {
  readonly step: number;
  readonly name: string;
}

/** One series as the judge sees it. */
export interface JudgedSeries {
  readonly name: string;
  readonly source: string;
  readonly policy: ScenarioPolicy;
  /** Whether its `PT5M/PT10S` windows are kept and fired. */
  readonly isHopping: boolean;
  /** Whether its panes have `p50` and `p95`. */
  readonly hasQuantiles: boolean;
}

/** Compares panes with what the oracle makes of the same window. Throws at the first difference; counts what was compared. */
export class PaneJudge {
  /** Every pane that fired, in order. */
  readonly fired: FiredPane[] = [];
  /** Panes and settled windows compared so far. */
  compared = 0;
  readonly #oracle: WindowOracle;
  readonly #series: readonly JudgedSeries[];
  readonly #byName: ReadonlyMap<string, JudgedSeries>;
  readonly #lastFired = new Map<string, FiredPane>();
  readonly #finished = new Set<string>();
  #eventsShown = 0;

  constructor(oracle: WindowOracle, series: readonly JudgedSeries[]) {
    this.#oracle = oracle;
    this.#series = series;
    this.#byName = new Map(series.map((one) => [one.name, one]));
  }

  /** A pane fires: its value is that of the counted events so far; it comes once on time, then only revised or final. */
  takeFired(shared: TestedPane, step: number): void {
    const pane = { ...shared, step, name: this.#series[shared.series]!.name };
    // Revisions are shown before the rise that closes their slice: judged by the watermark that the pane was read at.
    this.#comparePane(pane, pane.watermarkMs);
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
    this.fired.push(pane);
  }

  /** What was revised since the last tick has been shown by now. */
  assertAllShown(): void {
    const { events } = this.#oracle;
    for (const event of events.slice(this.#eventsShown)) {
      for (const window of WINDOWS) this.#assertShown(event, window);
    }
    this.#eventsShown = events.length;
  }

  /** The windows that a series shows as not final, and the newest one. */
  compareQuery(
    series: number,
    window: TumblingWindow,
    found: { open: readonly TestedPane[]; latest: TestedPane | undefined; step: number },
  ): void {
    const { name, policy } = this.#series[series]!;
    const { open, latest, step } = found;
    const lengthMs = LENGTHS[window];
    const counted = this.#oracle.eventsOf(name).filter((event) => !event.isLate);
    const starts = [...new Set(counted.map((event) => Math.floor(event.tMs / lengthMs) * lengthMs))].sort(
      (a, b) => a - b,
    );
    const closedMs = this.#watermarkOf(name) - policy.allowedLatenessMs;
    const expected = starts.filter((startMs) => startMs + lengthMs > closedMs);
    const shown = open.map((pane) => pane.startMs);
    assert(shown.join() === expected.join(), 'open windows', { step, name, window, expected, shown });
    assert(latest?.startMs === starts.at(-1), 'latest window', { step, name, window, latest });
    for (const pane of latest === undefined ? open : [...open, latest])
      this.#comparePane({ ...pane, step: step + 1, name }, this.#watermarkOf(name));
  }

  /** The newest hopping window: the 30 slices up to the newest counted event's own. */
  compareLatestHopping(series: number, pane: TestedPane | undefined, step: number): void {
    const { name } = this.#series[series]!;
    const counted = this.#oracle.eventsOf(name).filter((event) => !event.isLate);
    if (counted.length === 0) {
      assert(pane === undefined, 'a series without events has no hopping window', { name, pane });
      return;
    }
    const newestMs = Math.max(...counted.map((event) => event.tMs));
    assert(pane?.endMs === sliceEnd(newestMs), 'latest hopping window', { step, name, pane });
    this.#comparePane({ ...pane, step: step + 1, name }, this.#watermarkOf(name));
  }

  /** Every window of every counted event was fired for the last time, with all of them; with the late ones it is settled. */
  compareFinals(): void {
    for (const event of this.#oracle.events) {
      for (const window of WINDOWS) {
        const startMs = Math.floor(event.tMs / LENGTHS[window]) * LENGTHS[window];
        this.#compareFinal(event, window, { startMs, lengthMs: LENGTHS[window] });
      }
      if (!this.#byName.get(event.series)!.isHopping) continue;
      const firstEndMs = sliceEnd(event.tMs);
      for (let hop = 0; hop < HOPPING_MS; hop += SLICE_MS) {
        const startMs = firstEndMs + hop - HOPPING_MS;
        this.#compareFinal(event, HOPPING, { startMs, lengthMs: HOPPING_MS });
      }
    }
  }

  #assertShown(event: OracleEvent, window: TumblingWindow): void {
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

  /** Compares a pane with the counted events that came before its step. */
  #comparePane(pane: FiredPane, watermarkMs: number): void {
    this.compared++;
    const inWindow = this.#oracle.eventsIn(pane.name, pane.startMs, pane.endMs - pane.startMs);
    const counted = inWindow.filter((event) => !event.isLate && event.step < pane.step);
    assert(counted.length > 0, 'a pane holds events', { pane });
    assertSameStatistics(pane, statisticsOf(counted), 'compensatedTolerance');
    const revisions = counted.filter((event) => event.watermarkMs >= revisedFromMs(pane, event)).length;
    assert(pane.revision === revisions, 'revision', { pane, revisions });
    const { policy, hasQuantiles } = this.#byName.get(pane.name)!;
    assertQuantiles(pane, hasQuantiles ? counted : null);
    const { allowedLatenessMs } = policy;
    const isFinal = pane.endMs + allowedLatenessMs <= watermarkMs;
    assert(pane.isFinal === isFinal, 'isFinal', { pane, watermarkMs });
    const timing = pane.endMs > watermarkMs ? 'early' : revisions === 0 ? 'on-time' : 'late';
    assert(pane.timing === timing, 'timing', { pane, watermarkMs });
  }

  #compareFinal(event: OracleEvent, window: string, span: { startMs: number; lengthMs: number }): void {
    const key = paneKey(event.series, window, span.startMs);
    if (this.#finished.has(key)) return;
    this.#finished.add(key);
    this.compared++;
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
    return this.#oracle.watermarkMs(this.#byName.get(series)!.source);
  }
}

/** From which watermark on an event is a revision of a pane: for the hopping form, once its own slice had fired. */
function revisedFromMs(pane: TestedPane, event: OracleEvent): number {
  return pane.window === HOPPING ? sliceEnd(event.tMs) : pane.endMs;
}

function sliceEnd(tMs: number): number {
  return (Math.floor(tMs / SLICE_MS) + 1) * SLICE_MS;
}

function paneKey(name: string, window: string, startMs: number): string {
  return `${name}/${window}/${startMs}`;
}
