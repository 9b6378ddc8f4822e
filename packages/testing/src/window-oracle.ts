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

export type OracleOutcome = 'counted' | 'duplicate' | 'conflict' | 'late';

interface OracleSource {
  readonly feed: number;
  readonly policy: ScenarioPolicy;
  maxEventMs: number;
  watermarkMs: number;
  lastArrivalMs: number;
}

const AGGREGATE_EVERY_MS = 5_000;

/**
 * Judges values by the definition, in the slowest and plainest way: everything ever seen is kept, every watermark is moved at every
 * tick, every window is computed from its raw events. Shares no code and no idea with the engine.
 */
export class WindowOracle {
  readonly events: OracleEvent[] = [];
  readonly #sources = new Map<string, OracleSource>();
  readonly #seen = new Map<string, number>();
  readonly #bySeries = new Map<string, OracleEvent[]>();
  readonly #byWindow = new Map<string, OracleEvent[]>();
  readonly #aggregates: { watermarkMs: number; idleSources: number }[];
  #tickMs = -Infinity;
  #aggregatedAt = -Infinity;

  constructor(feeds: readonly ScenarioPolicy[]) {
    this.#aggregates = feeds.map(() => ({ watermarkMs: -Infinity, idleSources: 0 }));
  }

  /** Makes a source known; a second time changes nothing. */
  addSource(name: string, feed: number, policy: ScenarioPolicy): void {
    if (this.#sources.has(name)) return;
    const before = { maxEventMs: -Infinity, watermarkMs: -Infinity, lastArrivalMs: -Infinity };
    this.#sources.set(name, { feed, policy, ...before });
  }

  /** Notes an arrival; returns the watermark before it, by which its values are judged. */
  arrive(source: string, tMs: number, arrivalMs: number): number {
    const state = this.#source(source);
    const beforeMs = state.watermarkMs;
    state.maxEventMs = Math.max(state.maxEventMs, tMs);
    state.watermarkMs = Math.max(state.watermarkMs, state.maxEventMs - state.policy.outOfOrdernessMs);
    state.lastArrivalMs = Math.max(state.lastArrivalMs, arrivalMs);
    return beforeMs;
  }

  tick(nowMs: number): void {
    this.#tickMs = Math.max(this.#tickMs, nowMs);
    for (const state of this.#sources.values()) {
      const { outOfOrdernessMs, idleAfterMs } = state.policy;
      const silentMs = this.#tickMs - state.lastArrivalMs;
      if (state.lastArrivalMs === -Infinity || silentMs <= idleAfterMs) continue;
      state.watermarkMs = Math.max(state.watermarkMs, state.maxEventMs + silentMs - outOfOrdernessMs);
    }
    if (this.#tickMs < this.#aggregatedAt + AGGREGATE_EVERY_MS) return;
    this.#aggregatedAt = Math.floor(this.#tickMs / AGGREGATE_EVERY_MS) * AGGREGATE_EVERY_MS;
    for (const feed of this.#aggregates.keys()) this.#aggregate(feed);
  }

  watermarkMs(source: string): number {
    return this.#source(source).watermarkMs;
  }

  /** The aggregate watermark of a feed as of the last full 5 s of ticks, and how many of its sources it leaves out. */
  aggregateOf(feed: number): { readonly watermarkMs: number; readonly idleSources: number } {
    return this.#aggregates[feed]!;
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
    const { policy, maxEventMs } = this.#source(value.source);
    const plain = value.value === 0 ? 0 : value.value;
    const { outOfOrdernessMs, allowedLatenessMs, dedupMs } = policy;
    if (tMs >= maxEventMs - Math.max(outOfOrdernessMs + allowedLatenessMs + 10_000, dedupMs)) {
      const key = JSON.stringify([series, tMs, value.id ?? plain, value.id === null]);
      const known = this.#seen.get(key);
      if (known !== undefined) return known === plain ? 'duplicate' : 'conflict';
      this.#seen.set(key, plain);
    }
    const sliceEndMs = (Math.floor(tMs / 10_000) + 1) * 10_000;
    const isLate = sliceEndMs + allowedLatenessMs <= context.watermarkMs;
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

  #aggregate(feed: number): void {
    const states = [...this.#sources.values()].filter((state) => state.feed === feed);
    const newestMs = Math.max(-Infinity, ...states.map((state) => state.watermarkMs));
    const active = states.filter(
      ({ watermarkMs, policy }) =>
        watermarkMs > -Infinity && watermarkMs >= newestMs - policy.allowedLatenessMs,
    );
    const takenMs = Math.min(Infinity, ...active.map((state) => state.watermarkMs));
    const before = this.#aggregates[feed]!.watermarkMs;
    this.#aggregates[feed] = {
      watermarkMs: active.length === 0 ? before : Math.max(before, takenMs),
      idleSources: states.length - active.length,
    };
  }

  #source(source: string): OracleSource {
    const state = this.#sources.get(source);
    if (state === undefined) throw new Error(`the oracle knows no source ${source}`);
    return state;
  }
}

function append(lists: Map<string, OracleEvent[]>, key: string, event: OracleEvent): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [event]);
  else list.push(event);
}
