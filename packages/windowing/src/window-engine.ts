import { assert, AssertionError, err, ok } from '@metropane/base';
import type { Hash128, Result } from '@metropane/base';
import { AggregateWatermarks } from './aggregate-watermark.ts';
import type { AggregateState } from './aggregate-watermark.ts';
import { CanonicalState, forEachSourceHash } from './canonical-state.ts';
import { Deduplicator } from './deduplicator.ts';
import type {
  Outcome,
  WindowEngineCounters,
  WindowEngineMemory,
  WindowEngineOptions,
} from './engine-options.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';
import { ALLOWED_LATENESS, ARRIVAL, BEFORE, T, VALUE } from './observation.ts';
import type { Observation } from './observation.ts';
import type { Pane } from './pane.ts';
import { PaneLifecycle } from './pane-lifecycle.ts';
import { PaneReader } from './pane-reader.ts';
import { SeriesSweeper } from './series-sweeper.ts';
import { SliceCloser } from './slice-closer.ts';
import { SliceWriter } from './slice-writer.ts';
import { levelOf, SLICE_MS } from './window-length.ts';
import type { WindowName } from './window-length.ts';
import type { WindowPolicy } from './window-policy.ts';
import { WindowState } from './window-state.ts';

const DEFAULT_LIMITS = { series: 2_000_000, identities: 8_000_000, sketchEntries: 32_000_000 };
const DEFAULT_EVICTION = { afterMs: 30 * 86_400_000, underPressureMs: 3_600_000 };
const AGGREGATE_EVERY_MS = 5_000;
/** Silent sources whose windows fire at one tick; the others follow at the next ones. */
const FIRED_PER_TICK = 8_192;
/** Slice numbers are 32-bit. */
const LATEST_T = 2 ** 31 * SLICE_MS;

/**
 * Event time to panes: decides for every value whether it is counted, a duplicate or late, and keeps the exact live value of every
 * open window. A pure function of its calls: no clock, no I/O, no randomness; the same calls give the same panes, also across
 * `snapshot` and `restore`. Sources and series get dense numbers; the caller keeps their names.
 *
 * Per observation: `beginObservation`, then `identifyBy` if it has an id, then `accept` for each metric. Per tick: `tick`.
 */
export class WindowEngine {
  readonly #sharedSources: number[] = [];
  readonly #aggregates = new AggregateWatermarks();
  readonly #state: WindowState;
  readonly #event: Observation;
  /** Null when nobody takes panes: then nothing fires, and slices close when their series goes on. */
  readonly #lifecycle: PaneLifecycle | null;
  readonly #reader: PaneReader;
  readonly #writer: SliceWriter;
  readonly #deduplicator: Deduplicator;
  readonly #sweeper: SeriesSweeper;
  #seriesRefused = 0;
  #aggregatedAt = -Infinity;
  // The current observation.
  #source = -1;
  #isLate = false;

  constructor(options: WindowEngineOptions) {
    const { sink, seriesLimit, dedupLimit, quantileLimit, eviction, onEvicted } = options;
    const limits = {
      series: seriesLimit ?? DEFAULT_LIMITS.series,
      identities: dedupLimit ?? DEFAULT_LIMITS.identities,
      sketchEntries: quantileLimit ?? DEFAULT_LIMITS.sketchEntries,
    };
    this.#state = new WindowState(limits, sink !== null);
    this.#event = this.#state.event;
    this.#lifecycle = sink === null ? null : new PaneLifecycle(this.#state, sink);
    const closer = sink === null ? new SliceCloser(this.#state) : null;
    this.#reader = new PaneReader(this.#state);
    this.#writer = new SliceWriter(this.#state, this.#state.event, closer);
    this.#deduplicator = new Deduplicator(this.#state.identities, this.#state.series, this.#state.event);
    this.#sweeper = new SeriesSweeper(this.#state, closer, {
      policy: eviction ?? DEFAULT_EVICTION,
      onEvicted: onEvicted ?? (() => {}),
    });
  }

  /** Adds a feed with its policy, which cannot change: closed windows depend on it. A changed feed is a new feed. */
  addFeed(policy: WindowPolicy): number {
    this.#sharedSources.push(-1);
    return this.#state.sources.addFeed(policy);
  }

  /** The source of a new entity: its own, or the one of its feed when the feed has one watermark. */
  addSource(feed: number): number {
    const isShared = this.#state.sources.policies[feed]?.watermarkPer === 'feed';
    if (isShared && this.#sharedSources[feed] !== -1) return this.#sharedSources[feed]!;
    const source = this.#state.sources.add(feed);
    if (isShared) this.#sharedSources[feed] = source;
    return source;
  }

  /** Adds one metric of a source; refused, and counted, beyond the limit. The number may be that of an evicted series. */
  addSeries(source: number): Result<number, 'series-limit'> {
    const { sources, series, seriesLimit } = this.#state;
    assert(source >= 0 && source < sources.count, 'unknown source', { source });
    if (series.live >= seriesLimit) {
      this.#seriesRefused++;
      return err('series-limit', `at most ${seriesLimit} series`);
    }
    return ok(this.#state.addSeries(source));
  }

  /** From now on the series keeps its slices long enough for `PT5M/PT10S`. */
  keepHopping(series: number): void {
    this.#state.series.setHopping(series);
  }

  /** From now on the series keeps what `p50` and `p95` need: about 1 kB. */
  keepQuantiles(series: number): void {
    this.#state.keepQuantiles(series);
  }

  /**
   * Begins an observation: one event time for all its metrics. Lateness is judged by the watermark before this observation [W6];
   * then the watermark rises, and windows that it passes fire. `tMs` must be finite and within ±680 years of the epoch.
   */
  beginObservation(source: number, tMs: number, arrivalMs: number): void {
    if (!(tMs > -LATEST_T && tMs < LATEST_T && Number.isFinite(arrivalMs)))
      refuseTimes(source, tMs, arrivalMs);
    const event = this.#event;
    // A zero of either sign is one instant.
    event[T] = tMs + 0;
    event[ARRIVAL] = arrivalMs;
    const isDue = this.#state.sources.arrive(source);
    const sliceEndMs = (Math.floor(tMs / SLICE_MS) + 1) * SLICE_MS;
    this.#source = source;
    this.#isLate = sliceEndMs + event[ALLOWED_LATENESS]! <= event[BEFORE]!; // [W7]
    this.#writer.begin();
    this.#deduplicator.begin();
    if (isDue) this.#advance(source, this.#state.sources.dueMs);
  }

  /** Gives the current observation an id, as a 64-bit hash in two words: it decides identity instead of the values [W11]. */
  identifyBy(idHi: number, idLo: number): void {
    this.#deduplicator.identifyBy(idHi, idLo);
  }

  /**
   * Takes one finite value of the current observation. With `inStatistics` false (flagged 4 or 9) it is classified and remembered
   * but enters no pane. A value of another source or a value that is not finite is a bug of the caller and throws.
   */
  accept(series: number, value: number, inStatistics = true): Outcome {
    assert(this.#state.series.source(series) === this.#source, 'the series is not of the observed source');
    assert(value - value === 0, 'a value is finite');
    this.#event[VALUE] = value + 0;
    const remembered = this.#deduplicator.remember(series);
    if (remembered !== 'new') return remembered;
    if (this.#isLate) return 'late';
    if (inStatistics) this.#writer.add(series);
    return 'counted';
  }

  /** Time passes: silent sources get their watermark moved, revisions fire once, aggregate watermarks are taken every 5 s. */
  tick(nowMs: number): void {
    const { sources } = this.#state;
    sources.tick(nowMs);
    for (let fired = 0; fired < FIRED_PER_TICK; fired++) {
      const silent = sources.nextSilent();
      if (silent === -1) break;
      this.#advance(silent, sources.dueMs);
    }
    for (const series of this.#writer.takeRevised()) this.#flushRevisions(series);
    this.#sweeper.sweep(sources.tickMs);
    if (sources.tickMs >= this.#aggregatedAt + AGGREGATE_EVERY_MS) {
      this.#aggregatedAt = Math.floor(sources.tickMs / AGGREGATE_EVERY_MS) * AGGREGATE_EVERY_MS;
      this.#aggregates.begin(sources);
    }
    this.#aggregates.proceed(sources);
  }

  watermarkMs(source: number): number {
    return this.#state.sources.watermarkMs(source);
  }

  /** The watermark of figures over all sources of a feed, as of the last full 5 s of ticks. */
  aggregateWatermark(feed: number): AggregateState {
    return this.#aggregates.state(feed);
  }

  /** Copies of the windows of one length that are not final and hold events, oldest first. */
  openPanes(series: number, window: WindowName): Pane[] {
    const { sources, series: table } = this.#state;
    const source = table.source(series);
    const closedMs = sources.readMs(source) - sources.allowedLatenessMs(source);
    const panes: Pane[] = [];
    this.#reader.start(series, levelOf(window), closedMs);
    while (this.#reader.next()) panes.push({ ...this.#reader.pane });
    return panes;
  }

  /** The newest window of one length that ever held an event, open or final. The pane is reused by the next query: copy to keep. */
  latestPane(series: number, window: WindowName): Pane | undefined {
    return this.#reader.readLatest(series, levelOf(window)) ? this.#reader.pane : undefined;
  }

  /** The newest `PT5M/PT10S` window of a series that keeps it. Reused like `latestPane`. */
  latestHoppingPane(series: number): Pane | undefined {
    const { series: table, slices } = this.#state;
    const newest = table.newest(series);
    if (newest === 0 || !table.isHopping(series)) return undefined;
    return this.#reader.readHopping(series, slices.index(newest) + 1) ? this.#reader.pane : undefined;
  }

  counters(): WindowEngineCounters {
    const { series, sources, slices, identities, sketches } = this.#state;
    return {
      series: series.live,
      seriesRefused: this.#seriesRefused,
      seriesEvicted: this.#sweeper.evicted,
      sources: sources.count,
      openSlices: slices.live,
      dedupEntries: identities.size,
      dedupEvicted: identities.evicted,
      quantilesLost: sketches.lost,
    };
  }

  memoryBytes(): WindowEngineMemory {
    return this.#state.memoryBytes();
  }

  /** One hash per series of everything that can still be observed of it, independent of numbering and memory layout [W19]. */
  forEachSeriesCanonical(visit: (series: number, source: number, hash: Hash128) => void): void {
    new CanonicalState(this.#state).forEachSeries(visit);
  }

  /** One hash per source: its times. The caller adds its name [W19]. */
  forEachSourceCanonical(visit: (source: number, feed: number, hash: Hash128) => void): void {
    forEachSourceHash(this.#state.sources, visit);
  }

  /** Everything that the future depends on, as numbers and typed arrays that no later call touches. Between observations only. */
  snapshot(): EngineSnapshot {
    return {
      version: 2,
      sharedSources: [...this.#sharedSources],
      aggregates: this.#aggregates.snapshot(),
      sweeper: this.#sweeper.snapshot(),
      seriesRefused: this.#seriesRefused,
      aggregatedAt: this.#aggregatedAt,
      revised: this.#writer.snapshot(),
      state: this.#state.snapshot(),
    };
  }

  /** An engine that goes on exactly where the snapshot was taken. Its options should be those of the engine that took it. */
  static restore(snapshot: EngineSnapshot, options: WindowEngineOptions): WindowEngine {
    assert(snapshot.version === 2, 'unknown snapshot version', { version: snapshot.version });
    const engine = new WindowEngine(options);
    engine.#sharedSources.push(...snapshot.sharedSources);
    engine.#state.load(snapshot.state);
    engine.#aggregates.load(snapshot.aggregates, engine.#state.sources);
    engine.#sweeper.load(snapshot.sweeper);
    engine.#seriesRefused = snapshot.seriesRefused;
    engine.#aggregatedAt = snapshot.aggregatedAt;
    engine.#writer.load(snapshot.revised);
    return engine;
  }

  /** Raises the watermark of a source, and fires and closes what became due in its series. */
  #advance(source: number, watermarkMs: number): void {
    const lifecycle = this.#lifecycle;
    if (lifecycle === null) return;
    const { sources, series: table } = this.#state;
    const settledMs = sources.settledMs(source);
    const first = sources.firstSeries(source);
    // Revisions first: a slice that closes now must have shown its revisions in the longer windows that stay open.
    for (let link = first; link !== 0; link = table.nextOfSource(link - 1)) this.#flushRevisions(link - 1);
    sources.raise(source, watermarkMs);
    for (let link = first; link !== 0; link = table.nextOfSource(link - 1))
      lifecycle.advance(link - 1, settledMs);
  }

  #flushRevisions(series: number): void {
    if (!this.#state.series.isDirty(series)) return;
    this.#state.series.setDirty(series, false);
    this.#lifecycle?.flushRevisions(series);
  }
}

function refuseTimes(source: number, tMs: number, arrivalMs: number): never {
  throw new AssertionError('event or arrival time out of range', { source, tMs, arrivalMs });
}
