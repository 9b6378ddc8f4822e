import type { SliceCloser } from './slice-closer.ts';
import type { WindowState } from './window-state.ts';
import { windowLengthMs } from './window-length.ts';

/** Every series is visited about once in so much time of ticks, however often they come. */
const ROUND_MS = 300_000;
/** Series visited and slices closed at one tick: some 0.3 ms. */
const STEPS_PER_TICK = 4_096;

/** When the place of a silent series is given to others, in milliseconds of event time. */
export interface EvictionPolicy {
  /** A series silent for longer than this. Never less than what its windows and identities need. */
  readonly afterMs: number;
  /** The same while more than three quarters of all places are taken. */
  readonly underPressureMs: number;
}

/** What a checkpoint keeps. */
export interface SweeperSnapshot {
  readonly next: number;
  readonly sweptMs: number;
  readonly owed: number;
  readonly evicted: number;
}

/**
 * Goes round all series, a few at every tick: closes slices of silent series, gives back identities that expired, and evicts series
 * that have been silent for long [W26]. Counted in series and slices, never in time, so that a replay does the same at the same tick.
 */
export class SeriesSweeper {
  readonly #state: WindowState;
  readonly #closer: SliceCloser | null;
  readonly #policy: EvictionPolicy;
  readonly #onEvicted: (series: number) => void;
  /** The series to visit next. */
  #next = 0;
  #sweptMs = -Infinity;
  /** Steps that time has earned and no tick has taken yet. */
  #owed = 0;
  evicted = 0;

  /** Without a `closer` slices close elsewhere. `onEvicted`: the number means nothing any more, and may be given again later. */
  constructor(
    state: WindowState,
    closer: SliceCloser | null,
    { policy, onEvicted }: { policy: EvictionPolicy; onEvicted: (series: number) => void },
  ) {
    this.#state = state;
    this.#closer = closer;
    this.#policy = policy;
    this.#onEvicted = onEvicted;
  }

  /** Time passes; an earlier time changes nothing. */
  sweep(nowMs: number): void {
    const { series } = this.#state;
    const sinceMs = this.#sweptMs === -Infinity ? 0 : nowMs - this.#sweptMs;
    if (nowMs > this.#sweptMs) this.#sweptMs = nowMs;
    if (!(sinceMs > 0)) return;
    this.#owed += (series.count * Math.min(sinceMs, ROUND_MS)) / ROUND_MS;
    let steps = Math.min(Math.floor(this.#owed), STEPS_PER_TICK);
    this.#owed = Math.min(this.#owed - steps, series.count);
    while (steps > 0) {
      if (this.#next >= series.count) this.#next = 0;
      steps -= series.isLive(this.#next) ? this.#visit(this.#next) : 1;
      this.#next++;
    }
  }

  snapshot(): SweeperSnapshot {
    return { next: this.#next, sweptMs: this.#sweptMs, owed: this.#owed, evicted: this.evicted };
  }

  /** Replaces the content of this (fresh) object. */
  load(snapshot: SweeperSnapshot): void {
    this.#next = snapshot.next;
    this.#sweptMs = snapshot.sweptMs;
    this.#owed = snapshot.owed;
    this.evicted = snapshot.evicted;
  }

  /** Returns the steps that it took. */
  #visit(series: number): number {
    const { sources, series: table, identities } = this.#state;
    const source = table.source(series);
    const watermarkMs = sources.watermarkMs(source);
    const closed = this.#closeDue(series, watermarkMs - sources.allowedLatenessMs(source));
    identities.settle(series, sources.horizonStartMs(source));
    // A series that never said anything counts as silent from now on: nothing it holds could make this a lie.
    if (table.newestT(series) === -Infinity) table.setNewestT(series, watermarkMs);
    else if (watermarkMs - table.newestT(series) > this.#patienceMs(source)) this.#evict(series);
    return 1 + closed;
  }

  #closeDue(series: number, closeBeforeMs: number): number {
    if (this.#closer === null) return 0;
    this.#closer.closeBeforeMs = closeBeforeMs;
    return this.#closer.closeDue(series);
  }

  #patienceMs(source: number): number {
    const { sources, series } = this.#state;
    const isFull = series.live * 4 > this.#state.seriesLimit * 3;
    const afterMs = isFull ? this.#policy.underPressureMs : this.#policy.afterMs;
    // Every window is final and every identity of the time before is beyond its horizon.
    const leastMs =
      windowLengthMs('PT1H') + sources.allowedLatenessMs(source) + sources.dedupHorizonMs(source);
    return Math.max(afterMs, leastMs);
  }

  #evict(series: number): void {
    // Windows that still have to fire; identities by the thousand, which go over several rounds.
    if (this.#state.series.firstOpen(series) !== 0 || !this.#state.identities.release(series)) return;
    this.#state.removeSeries(series);
    this.evicted++;
    this.#onEvicted(series);
  }
}
