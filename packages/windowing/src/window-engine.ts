import { assert, AssertionError, err, ok } from '@metropane/base';
import type { Hash128, Result } from '@metropane/base';
import { Accumulators } from './accumulators.ts';
import { AggregateWatermarks } from './aggregate-watermark.ts';
import type { AggregateState } from './aggregate-watermark.ts';
import { forEachSeriesHash, forEachSourceHash } from './canonical-state.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';
import { identifyById, identifyByValue } from './identity.ts';
import type { IdentityKey, Remembered } from './identity.ts';
import { IdentityMemory } from './identity-memory.ts';
import type { Pane, PaneSink } from './pane.ts';
import { PaneLifecycle } from './pane-lifecycle.ts';
import { PaneReader } from './pane-reader.ts';
import type { WindowTables } from './pane-reader.ts';
import { SeriesTable } from './series-table.ts';
import { SlicePool } from './slice-pool.ts';
import { SourceTable } from './source-table.ts';
import { levelOf, LEVELS, SLICE_MS, SLICES_BY_LEVEL } from './window-length.ts';
import type { WindowName } from './window-length.ts';
import type { WindowPolicy } from './window-policy.ts';

/** What became of one value. A `conflict` is a duplicate whose id was seen with another value: count it as both. */
export type Outcome = 'counted' | 'duplicate' | 'conflict' | 'late';

/** Limits and the receiver of panes. `sink: null` costs nothing. */
export interface WindowEngineOptions {
  readonly sink: PaneSink | null;
  /** More series are refused with `series-limit`. */
  readonly seriesLimit?: number;
  /** More identities push the oldest out, counted in `dedupEvicted`. */
  readonly dedupLimit?: number;
}

/** Figures of the whole engine. */
export interface WindowEngineCounters {
  readonly series: number;
  readonly seriesRefused: number;
  readonly sources: number;
  readonly openSlices: number;
  readonly dedupEntries: number;
  readonly dedupEvicted: number;
}

const DEFAULT_SERIES_LIMIT = 2_000_000;
const DEFAULT_DEDUP_LIMIT = 4_000_000;
const AGGREGATE_EVERY_MS = 1_000;
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
  readonly #sources = new SourceTable();
  readonly #series = new SeriesTable();
  readonly #slices = new SlicePool();
  readonly #accumulators = new Accumulators();
  readonly #identities: IdentityMemory;
  readonly #tables: WindowTables = {
    sources: this.#sources,
    series: this.#series,
    slices: this.#slices,
    accumulators: this.#accumulators,
  };
  readonly #lifecycle: PaneLifecycle;
  readonly #reader: PaneReader;
  readonly #hasSink: boolean;
  readonly #seriesLimit: number;
  #seriesRefused = 0;
  #aggregatedAt = -Infinity;
  #revised: number[] = [];
  // The current observation.
  #source = -1;
  #sliceIndex = 0;
  #isLate = false;
  #isRemembered = false;
  #hasId = false;
  readonly #id = { hi: 0, lo: 0 };
  readonly #key: IdentityKey = { series: 0, tMs: 0.5, hi: 0, lo: 0, check: 0 };
  readonly #point = { tMs: 0.5, value: 0.5, revisedLevels: 0 };

  constructor(options: WindowEngineOptions) {
    this.#identities = new IdentityMemory(options.dedupLimit ?? DEFAULT_DEDUP_LIMIT);
    this.#lifecycle = new PaneLifecycle(this.#tables, options.sink);
    this.#reader = new PaneReader(this.#tables);
    this.#hasSink = options.sink !== null;
    this.#seriesLimit = options.seriesLimit ?? DEFAULT_SERIES_LIMIT;
  }

  /** Adds a feed with its policy, which cannot change: closed windows depend on it. A changed feed is a new feed. */
  addFeed(policy: WindowPolicy): number {
    this.#sharedSources.push(-1);
    return this.#sources.addFeed(policy);
  }

  /** The source of a new entity: its own, or the one of its feed when the feed has one watermark. */
  addSource(feed: number): number {
    const isShared = this.#sources.policies[feed]?.watermarkPer === 'feed';
    if (isShared && this.#sharedSources[feed] !== -1) return this.#sharedSources[feed]!;
    const source = this.#sources.add(feed);
    if (isShared) this.#sharedSources[feed] = source;
    return source;
  }

  /** Adds one metric of a source; refused, and counted, beyond the limit. */
  addSeries(source: number): Result<number, 'series-limit'> {
    assert(source >= 0 && source < this.#sources.count, 'unknown source', { source });
    if (this.#series.count >= this.#seriesLimit) {
      this.#seriesRefused++;
      return err('series-limit', `at most ${this.#seriesLimit} series`);
    }
    const series = this.#series.add(source);
    this.#accumulators.addSeries(series);
    this.#identities.addSeries(series);
    const previous = this.#sources.appendSeries(source, series + 1);
    if (previous !== 0) this.#series.setNextOfSource(previous - 1, series + 1);
    return ok(series);
  }

  /** From now on the series keeps its slices long enough for `PT5M/PT10S`. */
  keepHopping(series: number): void {
    this.#series.setHopping(series);
  }

  /**
   * Begins an observation: one event time for all its metrics. Lateness is judged by the watermark before this observation [W6];
   * then the watermark rises, and windows that it passes fire. `tMs` must be finite and within ±680 years of the epoch.
   */
  beginObservation(source: number, tMs: number, arrivalMs: number): void {
    if (!(tMs > -LATEST_T && tMs < LATEST_T && Number.isFinite(arrivalMs)))
      refuseTimes(source, tMs, arrivalMs);
    const sources = this.#sources;
    const isDue = sources.arrive(source, tMs, arrivalMs);
    const beforeMs = sources.beforeMs;
    const slice = Math.floor(tMs / SLICE_MS);
    this.#source = source;
    this.#sliceIndex = slice;
    this.#isLate = (slice + 1) * SLICE_MS + sources.policy(source).allowedLatenessMs <= beforeMs; // [W7]
    this.#point.revisedLevels = revisedLevels(slice, beforeMs);
    // A zero of either sign is one instant.
    this.#point.tMs = tMs + 0;
    this.#key.tMs = tMs + 0;
    this.#hasId = false;
    this.#isRemembered = tMs >= sources.horizonStartMs(source);
    if (isDue) this.#advance(source, sources.dueMs);
  }

  /** Gives the current observation an id, as a 64-bit hash in two words: it decides identity instead of the values [W11]. */
  identifyBy(idHi: number, idLo: number): void {
    this.#hasId = true;
    this.#id.hi = idHi;
    this.#id.lo = idLo;
  }

  /**
   * Takes one finite value of the current observation. With `inStatistics` false (flagged 4 or 9) it is classified and remembered
   * but enters no pane. A value of another source or a value that is not finite is a bug of the caller and throws.
   */
  accept(series: number, value: number, inStatistics = true): Outcome {
    assert(this.#series.source(series) === this.#source, 'the series is not of the observed source');
    assert(value - value === 0, 'a value is finite');
    const normalised = value + 0;
    if (this.#isRemembered) {
      const remembered = this.#remember(series, normalised);
      if (remembered !== 'new') return remembered;
    }
    if (this.#isLate) return 'late';
    if (inStatistics) this.#addToSlice(series, normalised);
    return 'counted';
  }

  /** Time passes: silent sources get their watermark moved, revisions fire once, aggregate watermarks are taken every second. */
  tick(nowMs: number): void {
    const sources = this.#sources;
    sources.tick(nowMs);
    for (let silent = sources.nextSilent(); silent !== -1; silent = sources.nextSilent()) {
      this.#advance(silent, sources.dueMs);
    }
    const revised = this.#revised;
    this.#revised = [];
    for (const series of revised) this.#flushRevisions(series);
    if (sources.tickMs < this.#aggregatedAt + AGGREGATE_EVERY_MS) return;
    this.#aggregatedAt = Math.floor(sources.tickMs / AGGREGATE_EVERY_MS) * AGGREGATE_EVERY_MS;
    this.#aggregates.take(sources);
  }

  watermarkMs(source: number): number {
    return this.#sources.watermarkMs(source);
  }

  /** The watermark of figures over all sources of a feed, as of the last full second of ticks. */
  aggregateWatermark(feed: number): AggregateState {
    return this.#aggregates.state(feed);
  }

  /** Copies of the windows of one length that are not final and hold events, oldest first. */
  openPanes(series: number, window: WindowName): Pane[] {
    const source = this.#series.source(series);
    const closedMs = this.#sources.settledMs(source) - this.#sources.policy(source).allowedLatenessMs;
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
    const newest = this.#series.newest(series);
    if (newest === 0 || !this.#series.isHopping(series)) return undefined;
    return this.#reader.readHopping(series, this.#slices.index(newest) + 1) ? this.#reader.pane : undefined;
  }

  counters(): WindowEngineCounters {
    return {
      series: this.#series.count,
      seriesRefused: this.#seriesRefused,
      sources: this.#sources.count,
      openSlices: this.#slices.live,
      dedupEntries: this.#identities.size,
      dedupEvicted: this.#identities.evicted,
    };
  }

  /** Bytes of all columns, spare capacity included. */
  memoryBytes(): { series: number; slices: number; sources: number; dedup: number; total: number } {
    const series = this.#series.memoryBytes() + this.#accumulators.memoryBytes();
    const slices = this.#slices.memoryBytes();
    const sources = this.#sources.memoryBytes();
    const dedup = this.#identities.memoryBytes();
    return { series, slices, sources, dedup, total: series + slices + sources + dedup };
  }

  /** One hash per series of everything that can still be observed of it, independent of numbering and memory layout [W19]. */
  forEachSeriesCanonical(visit: (series: number, source: number, hash: Hash128) => void): void {
    forEachSeriesHash({ ...this.#tables, identities: this.#identities }, visit);
  }

  /** One hash per source: its times. The caller adds its name [W19]. */
  forEachSourceCanonical(visit: (source: number, feed: number, hash: Hash128) => void): void {
    forEachSourceHash(this.#sources, visit);
  }

  /** Everything that the future depends on, as numbers and typed arrays that no later call touches. Between observations only. */
  snapshot(): EngineSnapshot {
    return {
      version: 1,
      sharedSources: [...this.#sharedSources],
      aggregates: this.#aggregates.snapshot(),
      seriesRefused: this.#seriesRefused,
      aggregatedAt: this.#aggregatedAt,
      revised: [...this.#revised],
      sources: this.#sources.snapshot(),
      series: this.#series.snapshot(),
      slices: this.#slices.snapshot(),
      accumulators: this.#accumulators.snapshot(this.#series.count),
      identities: this.#identities.snapshot(this.#series.count),
    };
  }

  /** An engine that goes on exactly where the snapshot was taken. The limits should be those of the engine that took it. */
  static restore(snapshot: EngineSnapshot, options: WindowEngineOptions): WindowEngine {
    assert(snapshot.version === 1, 'unknown snapshot version', { version: snapshot.version });
    const engine = new WindowEngine(options);
    engine.#sharedSources.push(...snapshot.sharedSources);
    engine.#aggregates.load(snapshot.aggregates);
    engine.#seriesRefused = snapshot.seriesRefused;
    engine.#aggregatedAt = snapshot.aggregatedAt;
    engine.#revised = [...snapshot.revised];
    engine.#sources.load(snapshot.sources);
    engine.#series.load(snapshot.series);
    engine.#slices.load(snapshot.slices);
    engine.#accumulators.load(snapshot.accumulators);
    engine.#identities.load(snapshot.identities);
    return engine;
  }

  /** Raises the watermark of a source and does what became due in its series. */
  #advance(source: number, watermarkMs: number): void {
    const sources = this.#sources;
    const settledMs = sources.settledMs(source);
    const first = sources.firstSeries(source);
    // Revisions first: a slice that closes now must have shown its revisions in the longer windows that stay open.
    if (this.#hasSink) {
      for (let link = first; link !== 0; link = this.#series.nextOfSource(link - 1))
        this.#flushRevisions(link - 1);
    }
    sources.raise(source, watermarkMs);
    for (let link = first; link !== 0; link = this.#series.nextOfSource(link - 1)) {
      this.#lifecycle.advance(link - 1, settledMs);
    }
  }

  #flushRevisions(series: number): void {
    if (!this.#series.isDirty(series)) return;
    this.#series.setDirty(series, false);
    this.#lifecycle.flushRevisions(series);
  }

  #remember(series: number, value: number): Remembered {
    const key = this.#key;
    key.series = series;
    if (this.#hasId) identifyById(key, this.#id, value);
    else identifyByValue(key, value);
    if (key.tMs > this.#series.newestT(series)) {
      this.#series.setNewestT(series, key.tMs);
    } else {
      const found = this.#identities.find(key);
      if (found !== 'new') return found;
    }
    this.#identities.add(key, this.#sources.horizonStartMs(this.#source));
    return 'new';
  }

  #addToSlice(series: number, value: number): void {
    const point = this.#point;
    point.value = value;
    let slice = this.#series.newest(series);
    const index = this.#sliceIndex;
    // Most events belong to the newest slice or a new one: search backwards.
    while (slice !== 0 && this.#slices.index(slice) > index) slice = this.#slices.previous(slice);
    if (slice !== 0 && this.#slices.index(slice) === index) {
      this.#slices.add(slice, point);
    } else {
      slice = this.#insertSlice(series, index, slice);
      this.#slices.start(slice, point);
    }
    if (point.revisedLevels > 0 && this.#hasSink) this.#markRevised(series, slice);
  }

  #insertSlice(series: number, index: number, previous: number): number {
    const next = previous === 0 ? this.#series.oldest(series) : this.#slices.next(previous);
    const slice = this.#slices.insert(index, previous, next);
    if (previous === 0) this.#series.setOldest(series, slice);
    if (next === 0) this.#series.setNewest(series, slice);
    const firstOpen = this.#series.firstOpen(series);
    if (firstOpen === 0 || firstOpen === next) this.#series.setFirstOpen(series, slice);
    return slice;
  }

  #markRevised(series: number, slice: number): void {
    this.#slices.setDirty(slice, true);
    if (this.#series.isDirty(series)) return;
    this.#series.setDirty(series, true);
    this.#revised.push(series);
  }
}

function refuseTimes(source: number, tMs: number, arrivalMs: number): never {
  throw new AssertionError('event or arrival time out of range', { source, tMs, arrivalMs });
}

/** How many window lengths had their end passed by the watermark before the event came. Nested: a longer end is never before a shorter. */
function revisedLevels(slice: number, watermarkMs: number): number {
  let levels = 0;
  while (levels < LEVELS) {
    const size = SLICES_BY_LEVEL[levels]!;
    if ((Math.floor(slice / size) + 1) * size * SLICE_MS > watermarkMs) break;
    levels++;
  }
  return levels;
}
