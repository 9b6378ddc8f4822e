import { exactSum } from './exact-sum.ts';
import type { ScenarioPolicy } from './window-scenario.ts';

/** A value that entered the statistics, or was late for them. */
export interface OracleEvent {
  readonly series: string;
  readonly tMs: number;
  readonly value: number;
  /** The watermark of its source just before it. */
  readonly watermarkMs: number;
  readonly isLate: boolean;
  /** Its place in the order of arrival. */
  readonly step: number;
}

/**
 * What a window must show. `sumTolerance` = 1e-12 of the sum of magnitudes, what is promised; `compensatedTolerance` = what a
 * compensated sum keeps and a plain one does not, when large values cancel.
 */
export interface OracleStatistics {
  readonly n: number;
  readonly sum: number;
  readonly sumTolerance: number;
  readonly compensatedTolerance: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstMs: number;
  readonly last: number;
  readonly lastMs: number;
}

export type OracleOutcome = 'counted' | 'duplicate' | 'conflict' | 'late';

interface OracleSource {
  maxEventMs: number;
  watermarkMs: number;
  lastArrivalMs: number;
}

/**
 * Judges values by the definition, in the slowest and plainest way: everything ever seen is kept, every watermark is moved at every
 * tick, every window is computed from its raw events. Shares no code and no idea with the engine.
 */
export class WindowOracle {
  readonly events: OracleEvent[] = [];
  readonly #policy: ScenarioPolicy;
  readonly #sources = new Map<string, OracleSource>();
  readonly #seen = new Map<string, number>();
  readonly #bySeries = new Map<string, OracleEvent[]>();
  readonly #byWindow = new Map<string, OracleEvent[]>();
  #tickMs = -Infinity;

  constructor(policy: ScenarioPolicy) {
    this.#policy = policy;
  }

  /** Notes an arrival; returns the watermark before it, by which its values are judged. */
  arrive(source: string, tMs: number, arrivalMs: number): number {
    const state = this.#source(source);
    const beforeMs = state.watermarkMs;
    state.maxEventMs = Math.max(state.maxEventMs, tMs);
    state.watermarkMs = Math.max(state.watermarkMs, state.maxEventMs - this.#policy.outOfOrdernessMs);
    state.lastArrivalMs = Math.max(state.lastArrivalMs, arrivalMs);
    return beforeMs;
  }

  tick(nowMs: number): void {
    this.#tickMs = Math.max(this.#tickMs, nowMs);
    for (const state of this.#sources.values()) {
      const silentMs = this.#tickMs - state.lastArrivalMs;
      if (state.lastArrivalMs === -Infinity || silentMs <= this.#policy.idleAfterMs) continue;
      const idleMs = state.maxEventMs + silentMs - this.#policy.outOfOrdernessMs;
      state.watermarkMs = Math.max(state.watermarkMs, idleMs);
    }
  }

  watermarkMs(source: string): number {
    return this.#source(source).watermarkMs;
  }

  /** Judges one value of the observation that just arrived. */
  judge(
    value: {
      source: string;
      series: string;
      tMs: number;
      value: number;
      inStatistics: boolean;
      id: string | null;
    },
    context: { watermarkMs: number; step: number },
  ): OracleOutcome {
    const { series, tMs } = value;
    const plain = value.value === 0 ? 0 : value.value;
    const horizonMs = Math.max(
      this.#policy.outOfOrdernessMs + this.#policy.allowedLatenessMs + 10_000,
      this.#policy.dedupMs,
    );
    if (tMs >= this.#source(value.source).maxEventMs - horizonMs) {
      const key = JSON.stringify([series, tMs, value.id ?? plain, value.id === null]);
      const known = this.#seen.get(key);
      if (known !== undefined) return known === plain ? 'duplicate' : 'conflict';
      this.#seen.set(key, plain);
    }
    const sliceEndMs = (Math.floor(tMs / 10_000) + 1) * 10_000;
    const isLate = sliceEndMs + this.#policy.allowedLatenessMs <= context.watermarkMs;
    if (value.inStatistics) this.#note({ series, tMs, value: plain, isLate, ...context });
    return isLate ? 'late' : 'counted';
  }

  /** Raw events of one series. */
  eventsOf(series: string): readonly OracleEvent[] {
    return this.#bySeries.get(series) ?? [];
  }

  /** Raw events of one window. */
  eventsIn(series: string, startMs: number, lengthMs: number): readonly OracleEvent[] {
    if (lengthMs === 3_600_000) return this.#byWindow.get(`${series}/${startMs}`) ?? [];
    const hourMs = Math.floor(startMs / 3_600_000) * 3_600_000;
    const hours = [hourMs, hourMs + 3_600_000].flatMap(
      (hour) => this.#byWindow.get(`${series}/${hour}`) ?? [],
    );
    return hours.filter((event) => event.tMs >= startMs && event.tMs < startMs + lengthMs);
  }

  #note(event: OracleEvent): void {
    this.events.push(event);
    append(this.#bySeries, event.series, event);
    append(this.#byWindow, `${event.series}/${Math.floor(event.tMs / 3_600_000) * 3_600_000}`, event);
  }

  #source(source: string): OracleSource {
    let state = this.#sources.get(source);
    if (state === undefined) {
      state = { maxEventMs: -Infinity, watermarkMs: -Infinity, lastArrivalMs: -Infinity };
      this.#sources.set(source, state);
    }
    return state;
  }
}

/** The statistics of raw events, from scratch. The list must not be empty. */
export function statisticsOf(events: readonly OracleEvent[]): OracleStatistics {
  const values = events.map((event) => event.value);
  const ordered = [...events].sort((a, b) => a.tMs - b.tMs || a.value - b.value);
  const first = ordered[0]!;
  const last = ordered.at(-1)!;
  const sum = exactSum(values);
  const magnitude = exactSum(values.map(Math.abs));
  return {
    n: events.length,
    sum,
    sumTolerance: 1e-12 * magnitude,
    compensatedTolerance: 1e-15 * Math.abs(sum) + 1e-28 * events.length * magnitude,
    min: values.reduce((least, value) => (value < least ? value : least)),
    max: values.reduce((most, value) => (value > most ? value : most)),
    first: first.value,
    firstMs: first.tMs,
    last: last.value,
    lastMs: last.tMs,
  };
}

function append(lists: Map<string, OracleEvent[]>, key: string, event: OracleEvent): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [event]);
  else list.push(event);
}
