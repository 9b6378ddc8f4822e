import { assert, AssertionError, err, ok } from '@metropane/base';
import type { Hash128, Result } from '@metropane/base';
import { Accumulators } from './accumulators.ts';
import { AggregateWatermarks } from './aggregate-watermark.ts';
import type { AggregateState } from './aggregate-watermark.ts';
import { forEachSeriesHash, forEachSourceHash } from './canonical-state.ts';
import { Deduplicator } from './deduplicator.ts';
import type {
  Outcome,
  WindowEngineCounters,
  WindowEngineMemory,
  WindowEngineOptions,
} from './engine-options.ts';
import type { EngineSnapshot } from './engine-snapshot.ts';
import { IdentityMemory } from './identity-memory.ts';
import type { Pane } from './pane.ts';
import { PaneLifecycle } from './pane-lifecycle.ts';
import { PaneReader } from './pane-reader.ts';
import type { WindowTables } from './pane-reader.ts';
import { SeriesTable } from './series-table.ts';
import { SlicePool } from './slice-pool.ts';
import { SliceWriter } from './slice-writer.ts';
import { SourceTable } from './source-table.ts';
import { levelOf, SLICE_MS } from './window-length.ts';
import type { WindowName } from './window-length.ts';
import type { WindowPolicy } from './window-policy.ts';

const DEFAULT_SERIES_LIMIT = 2_000_000;
const DEFAULT_DEDUP_LIMIT = 4_000_000;
const AGGREGATE_EVERY_MS = 5_000;
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
  readonly #writer: SliceWriter;
  readonly #deduplicator: Deduplicator;
  readonly #hasSink: boolean;
  readonly #seriesLimit: number;
  #seriesRefused = 0;
  #aggregatedAt = -Infinity;
  // The current observation.
  #source = -1;
  #isLate = false;

  constructor(options: WindowEngineOptions) {
    this.#identities = new IdentityMemory(options.dedupLimit ?? DEFAULT_DEDUP_LIMIT);
    this.#lifecycle = new PaneLifecycle(this.#tables, options.sink);
    this.#reader = new PaneReader(this.#tables);
    this.#hasSink = options.sink !== null;
    this.#writer = new SliceWriter(this.#tables, this.#hasSink);
    this.#deduplicator = new Deduplicator(this.#identities, this.#series);
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
    // A zero of either sign is one instant.
    const plainMs = tMs + 0;
    const sliceEndMs = (Math.floor(tMs / SLICE_MS) + 1) * SLICE_MS;
    this.#source = source;
    this.#isLate = sliceEndMs + sources.allowedLatenessMs(source) <= beforeMs; // [W7]
    this.#writer.begin(plainMs, beforeMs);
    this.#deduplicator.begin(plainMs, sources.horizonStartMs(source));
    if (isDue) this.#advance(source, sources.dueMs);
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
    assert(this.#series.source(series) === this.#source, 'the series is not of the observed source');
    assert(value - value === 0, 'a value is finite');
    const normalised = value + 0;
    const remembered = this.#deduplicator.remember(series, normalised);
    if (remembered !== 'new') return remembered;
    if (this.#isLate) return 'late';
    if (inStatistics) this.#writer.add(series, normalised);
    return 'counted';
  }

  /** Time passes: silent sources get their watermark moved, revisions fire once, aggregate watermarks are taken every 5 s. */
  tick(nowMs: number): void {
    const sources = this.#sources;
    sources.tick(nowMs);
    for (let silent = sources.nextSilent(); silent !== -1; silent = sources.nextSilent()) {
      this.#advance(silent, sources.dueMs);
    }
    for (const series of this.#writer.takeRevised()) this.#flushRevisions(series);
    if (sources.tickMs < this.#aggregatedAt + AGGREGATE_EVERY_MS) return;
    this.#aggregatedAt = Math.floor(sources.tickMs / AGGREGATE_EVERY_MS) * AGGREGATE_EVERY_MS;
    this.#aggregates.take(sources);
  }

  watermarkMs(source: number): number {
    return this.#sources.watermarkMs(source);
  }

  /** The watermark of figures over all sources of a feed, as of the last full 5 s of ticks. */
  aggregateWatermark(feed: number): AggregateState {
    return this.#aggregates.state(feed);
  }

  /** Copies of the windows of one length that are not final and hold events, oldest first. */
  openPanes(series: number, window: WindowName): Pane[] {
    const source = this.#series.source(series);
    const closedMs = this.#sources.settledMs(source) - this.#sources.allowedLatenessMs(source);
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
  memoryBytes(): WindowEngineMemory {
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
      revised: this.#writer.snapshot(),
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
    engine.#writer.load(snapshot.revised);
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
}

function refuseTimes(source: number, tMs: number, arrivalMs: number): never {
  throw new AssertionError('event or arrival time out of range', { source, tMs, arrivalMs });
}
