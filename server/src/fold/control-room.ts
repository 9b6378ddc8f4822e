import { addMod128, CanonicalWriter, hash128, type Hash128, toHex128, ZERO_HASH128 } from '@metropane/base';
import type { ReadingsFrame } from '@metropane/city';
import { Incidents, ShiftBook } from '@metropane/incidents';
import { WindowEngine, type WindowEngineOptions } from '@metropane/windowing';
import type { AcceptedReading } from './accepted-reading.ts';
import { AlarmDesk } from './alarm-desk.ts';
import { AskedQuantiles } from './asked-quantiles.ts';
import { Descriptions } from './descriptions.ts';
import type { DerivedEntry } from './derived.ts';
import { DeviceClocks } from './device-clocks.ts';
import { EntityTable } from './entity-table.ts';
import { FeedLedger } from './feed-ledger.ts';
import { Figures } from './figures.ts';
import { EMPTY_CONFIG, type FoldConfig } from './fold-config.ts';
import { LagHistogram } from './lag-histogram.ts';
import type { LogEntry } from './log-entry.ts';
import { ReadingsFold, type RowOutcome } from './fold-readings.ts';
import { foldJournalFact } from './fold-journal.ts';
import { Geofences } from './geofences/geofences.ts';
import { callingIncidents } from './walls/calling-incidents.ts';
import { Walls } from './walls/walls.ts';
import { allDirty, DEFAULT_LIMITS, type Dirty, type RoomLimits, type RoomSnapshot } from './room-state.ts';

export type { Dirty, RoomLimits, RoomSnapshot } from './room-state.ts';

/** Raised whenever the meaning of a checkpoint changes; an older checkpoint is then not loaded but folded anew. */
export const FOLD_VERSION = 6;

/** Takes every judged reading in log order, also those that count nowhere; for history. The object is reused: copy what is kept. */
export type ReadingSink = (reading: AcceptedReading) => void;

/**
 * The control room as a pure function of its log: `fold` is the only way to change it, and it reads no clock, draws no random
 * number and does no I/O. Live, recovery, the follower and every test oracle run this same class over a different reader.
 */
export class ControlRoom {
  readonly entities = new EntityTable();
  readonly ledger = new FeedLedger();
  readonly clocks = new DeviceClocks();
  readonly figures = new Figures();
  readonly quantiles = new AskedQuantiles();
  readonly incidents = new Incidents();
  readonly shifts = new ShiftBook();
  readonly walls = new Walls();
  readonly geofences = new Geofences();
  /** Replaced as a whole by `restore`. */
  windows: WindowEngine;
  readonly dirty: Dirty = allDirty();
  /** Rules and what they watch. */
  readonly desk: AlarmDesk = new AlarmDesk(this);
  readonly alarms: AlarmDesk['book'] = this.desk.book;
  readonly sink: ReadingSink | null;
  readonly limits: RoomLimits;
  config: FoldConfig = EMPTY_CONFIG;
  configHash = '';
  nowMs = 0;
  epoch = 0;
  /** Newest journal entry folded: recovery appends refs for what comes after it. */
  lastJournalSeq = 0;
  gaps = 0;
  /** Window source per entity, or per feed where the binding says so. */
  readonly sourceOfEntity: number[] = [];
  /** Feeds as the window engine numbers them: one number per feed and policy, since closed windows depend on the policy. */
  readonly windowFeeds = new Map<string, number>();
  /** The shared source of feeds with one watermark. */
  readonly sourceOfFeed = new Map<string, number>();
  readonly descriptions = new Descriptions();
  readonly #lags = new Map<string, LagHistogram>();
  /** Files of `file:` feeds that were read to their end: `feed\0path\0bytes\0modifiedMs`. */
  readonly filesRead = new Set<string>();
  /** Feeds of which a record was passed over since the process started, with the reason; their messages are refused. */
  readonly faulted = new Map<string, string>();
  /** What a feed said of itself last (`feed/{feed}/status`, its last will). */
  readonly feedStatus = new Map<string, 'up' | 'down'>();
  readonly #readings: ReadingsFold = new ReadingsFold(this);

  constructor(sink: ReadingSink | null = null, limits: RoomLimits = DEFAULT_LIMITS) {
    this.sink = sink;
    this.limits = limits;
    this.windows = new WindowEngine(this.#windowOptions());
  }

  /** `offset`: where the entry lies in the log. */
  fold(entry: LogEntry, offset: number): void {
    switch (entry.kind) {
      case 'readings':
        this.#foldFrame(entry.frame, offset);
        break;
      case 'tick':
        this.nowMs = Math.max(this.nowMs, entry.nowMs);
        this.windows.tick(this.nowMs);
        this.desk.tick();
        this.walls.tick(this.nowMs, callingIncidents(this.incidents));
        this.geofences.tick(this.nowMs);
        break;
      case 'rejected':
        this.ledger.reject(entry.feed, entry.code, entry);
        this.dirty.feeds = true;
        break;
      case 'journal':
        foldJournalFact(this, entry.seq, entry.entry);
        this.lastJournalSeq = Math.max(this.lastJournalSeq, entry.seq);
        this.desk.settle(entry.entry.atMs);
        break;
      case 'epoch':
        this.epoch = entry.epoch;
        // A restart is the operator's word that the feed may try again.
        this.faulted.clear();
        break;
      case 'skip':
        this.faulted.set(entry.feed, entry.error);
        this.gaps += 1;
        this.dirty.feeds = true;
        break;
      case 'gap':
        this.gaps += 1;
        break;
    }
  }

  /** What the fold found out by itself since the last call, in order: for the journal. Take it before a checkpoint. */
  takeDerived(): DerivedEntry[] {
    return this.desk.takeDerived();
  }

  /** How late the feed's observations came over the last day. */
  lagsOf(feed: string): LagHistogram {
    let lags = this.#lags.get(feed);
    if (lags === undefined) {
      lags = new LagHistogram();
      this.#lags.set(feed, lags);
    }
    return lags;
  }

  /** How the rows of the frame folded last ended, for the sender's answer. Not state. */
  get lastOutcomes(): RowOutcome[] {
    return this.#readings.outcomes();
  }

  /** `atMs`: when the journal took it, which may be before the first tick. */
  configure(config: FoldConfig, atMs = 0): void {
    this.config = config;
    this.configHash = toHex128(hash128(JSON.stringify(config)));
    this.ledger.configure(config.feeds);
    this.figures.configure(config);
    this.quantiles.configure(config);
    this.walls.configure(config.walls?.rooms ?? [], config.walls?.scenes ?? []);
    this.shifts.configure((config.alarms?.positions ?? []).map(({ id }) => id));
    this.#askQuantiles();
    this.desk.configure(config.alarms, Math.max(this.nowMs, atMs));
    this.dirty.config = true;
    this.dirty.figures = true;
    this.dirty.feeds = true;
  }

  /** Sum mod 2^128 of canonical per-key hashes: equal states hash equal whatever the order in which names were interned. */
  stateHash(): string {
    let sum: Hash128 = ZERO_HASH128;
    const writer = new CanonicalWriter();
    const write = (key: string, fill: (w: CanonicalWriter) => void): void => {
      writer.reset().string(key);
      fill(writer);
      sum = addMod128(sum, writer.hash());
    };
    this.ledger.forEachCanonical(write);
    for (const [feed, lags] of this.#lags) write(`lags\0${feed}`, (w) => lags.writeCanonical(w));
    this.entities.forEachCanonical(write, (entity, w) => this.clocks.writeCanonical(entity, w));
    this.figures.forEachCanonical(write);
    this.incidents.forEachCanonical(write);
    this.shifts.forEachCanonical(write);
    this.walls.forEachCanonical(write);
    this.geofences.forEachCanonical(write);
    this.desk.forEachCanonical(write);
    this.#windowsCanonical(write);
    this.descriptions.forEachCanonical(write);
    for (const key of this.filesRead) write(`file\0${key}`, (w) => w.u32(1));
    for (const [feed, error] of this.faulted) write(`faulted\0${feed}`, (w) => w.string(error));
    for (const [feed, status] of this.feedStatus) write(`status\0${feed}`, (w) => w.string(status));
    write('room', (w) =>
      w.f64(this.nowMs).u32(this.epoch).f64(this.lastJournalSeq).u32(this.gaps).string(this.configHash),
    );
    return toHex128(sum);
  }

  /** Everything that a checkpoint needs, structured-cloneable; shares nothing with the room. */
  snapshot(): RoomSnapshot {
    return {
      config: structuredClone(this.config),
      nowMs: this.nowMs,
      epoch: this.epoch,
      lastJournalSeq: this.lastJournalSeq,
      gaps: this.gaps,
      feeds: this.ledger.snapshot(),
      lags: [...this.#lags].map(([feed, lags]) => [feed, lags.snapshot()]),
      entities: this.entities.snapshot(),
      clocks: this.clocks.snapshot(this.entities.size),
      figures: this.figures.snapshot(),
      incidents: this.incidents.snapshot(),
      shifts: this.shifts.snapshot(),
      walls: this.walls.snapshot(),
      geofences: this.geofences.snapshot(),
      windows: this.windows.snapshot(),
      sourceOfEntity: [...this.sourceOfEntity],
      windowFeeds: [...this.windowFeeds],
      sourceOfFeed: [...this.sourceOfFeed],
      descriptions: this.descriptions.snapshot(),
      filesRead: [...this.filesRead],
      faulted: [...this.faulted],
      feedStatus: [...this.feedStatus],
      alarms: this.desk.snapshot(),
    };
  }

  /** Fills a new room. */
  restore(from: RoomSnapshot): void {
    this.configure(from.config);
    this.nowMs = from.nowMs;
    this.epoch = from.epoch;
    this.lastJournalSeq = from.lastJournalSeq;
    this.gaps = from.gaps;
    this.ledger.restore(from.feeds);
    for (const [feed, lags] of from.lags) this.#lags.set(feed, new LagHistogram(lags));
    this.entities.restore(from.entities);
    this.clocks.restore(from.clocks);
    this.figures.restore(from.figures);
    this.incidents.restore(from.incidents);
    this.shifts.restore(from.shifts);
    this.walls.restore(from.walls);
    this.geofences.restore(from.geofences);
    this.windows = WindowEngine.restore(from.windows, this.#windowOptions());
    this.sourceOfEntity.push(...from.sourceOfEntity);
    for (const [key, feed] of from.windowFeeds) this.windowFeeds.set(key, feed);
    for (const [feed, source] of from.sourceOfFeed) this.sourceOfFeed.set(feed, source);
    this.descriptions.restore(from.descriptions);
    for (const key of from.filesRead) this.filesRead.add(key);
    for (const [feed, error] of from.faulted) this.faulted.set(feed, error);
    for (const [feed, status] of from.feedStatus) this.feedStatus.set(feed, status);
    this.desk.restore(from.alarms);
    this.markAllDirty();
  }

  /** The view starts from nothing after a restore: everything is news to it. */
  markAllDirty(): void {
    for (let entity = 0; entity < this.entities.size; entity++) this.dirty.entities.add(entity);
    for (const incident of this.incidents.values()) this.dirty.incidents.add(incident.id);
    for (const alarm of this.alarms.values()) this.dirty.alarms.add(alarm.id);
    this.dirty.positions = true;
    this.walls.markAllChanged();
    this.geofences.markAllChanged();
    this.dirty.feeds = true;
    this.dirty.figures = true;
    this.dirty.config = true;
  }

  #foldFrame(frame: ReadingsFrame, offset: number): void {
    this.#readings.fold(frame, offset);
    this.dirty.feeds = true;
    this.dirty.figures = true;
  }

  #windowOptions(): WindowEngineOptions {
    const onEvicted = (series: number): void => {
      this.figures.forgetSeries(series);
      this.desk.watch.forgetSeries(series);
      this.dirty.entities.add(this.entities.forgetSeries(series));
    };
    return { sink: null, seriesLimit: this.limits.series, onEvicted };
  }

  /** A new configuration may name series that are there already; what is kept once is kept on. */
  #askQuantiles(): void {
    const { entities, windows } = this;
    for (let entity = 0; entity < entities.size; entity++) {
      for (const series of entities.seriesOf(entity))
        if (this.quantiles.areAsked(entities, series)) windows.keepQuantiles(series);
    }
  }

  #windowsCanonical(write: (key: string, fill: (w: CanonicalWriter) => void) => void): void {
    const { entities } = this;
    this.windows.forEachSeriesCanonical((series, _source, hash) => {
      const entity = entities.entityOfSeries[series]!;
      const domain = entities.domains[entities.domainOf[entity]!]!;
      write(`window\0${domain}\0${entities.names[entity]!}\0${entities.metricOf[series]!}`, (w) =>
        w.u32(hash[0]).u32(hash[1]).u32(hash[2]).u32(hash[3]),
      );
    });
  }
}
