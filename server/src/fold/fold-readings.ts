import { hash128 } from '@metropane/base';
import type { ReadingOutcome, ReadingsFrame } from '@metropane/city';
import { emptyReading } from './accepted-reading.ts';
import type { ControlRoom } from './control-room.ts';
import type { FeedConfig } from './fold-config.ts';
import type { FeedCounts } from './feed-ledger.ts';
import type { LagHistogram } from './lag-histogram.ts';
import { windowFeedOf } from './window-feeds.ts';

/** How each observation row of the frame folded last ended; for the sender's answer. */
export const ROW_OUTCOMES = ['accepted', 'duplicate', 'late', 'shed'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];
const ACCEPTED = 0;
const DUPLICATE = 1;
const LATE = 2;
const SHED = 3;

/** Of a feed that the configuration does not name any more. */
export const DEFAULT_POLICY: Omit<FeedConfig, 'id' | 'format'> = {
  watermarkPer: 'entity',
  outOfOrdernessMs: 5_000,
  allowedLatenessMs: 120_000,
  idleAfterMs: 60_000,
  dedupMs: 900_000,
  simulated: false,
  periodMs: null,
};

/**
 * Folds frames into a room: each reading ends as counted, duplicate, late or missing, and the feed's counts say so.
 * All metrics of one observation are judged by the watermark before that observation moved it.
 * One object serves all frames and holds where it is: with an object per row and per reading the fold spent more on making and
 * collecting them than on folding.
 */
export class ReadingsFold {
  readonly #room: ControlRoom;
  readonly #judged = emptyReading();
  readonly #shownValue = { tMs: 0.5, value: 0.5, watermarkMs: 0.5 };
  #frame!: ReadingsFrame;
  #offset = 0;
  #counts!: FeedCounts;
  #lags!: LagHistogram;
  #policy!: FeedConfig;
  /** Of the policy; -1 = not looked up yet. */
  #windowFeed = -1;
  /** Metric number + 1 by text of the frame; 0 = not looked up yet. */
  #metricIds = new Uint32Array(1024);
  #namedMetric = -1;
  #name = '';
  #outcomes = new Uint8Array(1024);
  #rows = 0;
  // The row.
  #index = 0;
  #entity = 0;
  #source = 0;
  #watermarkMs = 0.5;
  // How its readings ended. Shown: counted and inside the statistics, what screens may show.
  #counted = 0;
  #duplicate = 0;
  #late = 0;
  #shed = 0;
  #shown = 0;

  constructor(room: ControlRoom) {
    this.#room = room;
  }

  fold(frame: ReadingsFrame, offset: number): void {
    const { ledger } = this.#room;
    this.#frame = frame;
    this.#offset = offset;
    this.#counts = ledger.counts(frame.feed);
    this.#lags = this.#room.lagsOf(frame.feed);
    this.#policy = ledger.config(frame.feed) ?? { ...DEFAULT_POLICY, id: frame.feed, format: 'metropane' };
    this.#windowFeed = -1;
    this.#makeRoom(frame);
    this.#rows = frame.timeMs.length;
    for (let index = 0; index < this.#rows; index++) this.#outcomes[index] = this.#foldRow(index);
  }

  /** How the rows of the frame folded last ended. */
  outcomes(): RowOutcome[] {
    return Array.from(this.#outcomes.subarray(0, this.#rows), (code) => ROW_OUTCOMES[code]!);
  }

  #makeRoom(frame: ReadingsFrame): void {
    this.#namedMetric = -1;
    const texts = frame.texts.length;
    if (texts > this.#metricIds.length) this.#metricIds = new Uint32Array(texts * 2);
    else this.#metricIds.fill(0, 0, texts);
    if (frame.timeMs.length > this.#outcomes.length) this.#outcomes = new Uint8Array(frame.timeMs.length * 2);
  }

  #foldRow(index: number): number {
    const room = this.#room;
    const frame = this.#frame;
    const tMs = frame.timeMs[index]!;
    // Idleness is judged at the door: what an archive's own column says of its arrival may be years ago.
    const arrivalMs = room.nowMs > 0 ? room.nowMs : frame.arrivalMs[index]!;
    const lagMs = frame.arrivalMs[index]! - tMs;
    this.#lags.add(lagMs, arrivalMs);
    this.#index = index;
    const start = index === 0 ? 0 : frame.readingEnd[index - 1]!;
    const end = frame.readingEnd[index]!;
    const entity = this.#internEntity();
    if (entity === -1) {
      this.#shedRow(start, end, arrivalMs);
      return SHED;
    }
    this.#entity = entity;
    room.clocks.heard(entity, lagMs, arrivalMs);
    this.#source = room.sourceOfEntity[entity] ?? this.#addSource(entity);
    this.#watermarkMs = room.windows.watermarkMs(this.#source);
    room.windows.beginObservation(this.#source, tMs, arrivalMs);
    if (frame.id[index] !== 0) this.#identify();
    this.#counted = this.#duplicate = this.#late = this.#shed = this.#shown = 0;
    for (let i = start; i < end; i++) this.#foldReading(i);
    const counts = this.#counts;
    if (arrivalMs > counts.lastArrivalMs) counts.lastArrivalMs = arrivalMs;
    if (tMs > counts.lastEventMs) counts.lastEventMs = tMs;
    if (this.#shown > 0) {
      // Only a value that is shown makes the entity younger: a sensor that sends nulls or bad flags must be seen to go stale.
      room.entities.heard(entity, arrivalMs);
      room.entities.seen(entity, frame, index);
      room.dirty.entities.add(entity);
    }
    return this.#outcome();
  }

  /** What the sender is told of one observation; one that held nothing but nulls is accepted. */
  #outcome(): number {
    if (this.#counted > 0 || this.#duplicate + this.#late + this.#shed === 0) return ACCEPTED;
    if (this.#late > 0) return LATE;
    return this.#duplicate > 0 ? DUPLICATE : SHED;
  }

  /** An entity that there is no room for: its readings count as shed, its nulls as missing. */
  #shedRow(start: number, end: number, arrivalMs: number): void {
    const counts = this.#counts;
    for (let i = start; i < end; i++) {
      if (Number.isNaN(this.#frame.value[i]!)) counts.missing += 1;
      else this.#shedReading();
    }
    counts.lastArrivalMs = Math.max(counts.lastArrivalMs, arrivalMs);
  }

  #shedReading(): void {
    const counts = this.#counts;
    counts.received += 1;
    counts.rejected['shed'] = (counts.rejected['shed'] ?? 0) + 1;
  }

  #foldReading(i: number): void {
    const room = this.#room;
    const frame = this.#frame;
    const counts = this.#counts;
    const value = frame.value[i]!;
    if (Number.isNaN(value)) {
      counts.missing += 1;
      if (room.sink !== null) this.#tellSink(i, 'missing');
      return;
    }
    const flag = frame.flag[i]!;
    const inStatistics = flag !== 4 && flag !== 9;
    const series = this.#internSeries(frame.metric[i]!);
    if (series === -1) {
      this.#shed += 1;
      this.#shedReading();
      return;
    }
    counts.received += 1;
    const outcome = room.windows.accept(series, value, inStatistics);
    switch (outcome) {
      case 'conflict':
        counts.conflict += 1;
        counts.duplicate += 1;
        this.#duplicate += 1;
        break;
      case 'duplicate':
        counts.duplicate += 1;
        this.#duplicate += 1;
        break;
      case 'late':
        counts.late += 1;
        this.#late += 1;
        break;
      case 'counted':
        counts.counted += 1;
        this.#counted += 1;
        if (inStatistics) this.#show(series, value);
        else counts.flagged += 1;
        break;
    }
    if (room.sink !== null) this.#tellSink(i, outcome);
  }

  /** A counted reading becomes the newest value (by event time) and enters the figures. */
  #show(series: number, value: number): void {
    const { entities, figures, desk } = this.#room;
    const tMs = this.#frame.timeMs[this.#index]!;
    this.#shown += 1;
    entities.setLatest(series, value, tMs);
    desk.watch.touch(desk.watch.watchersOf(series));
    const routes = figures.routesOf(series) ?? figures.learn(series, entities);
    if (routes.length === 0) return;
    const shown = this.#shownValue;
    shown.tMs = tMs;
    shown.value = value;
    shown.watermarkMs = this.#watermarkMs;
    figures.add(routes, shown);
  }

  /** -1 when the room holds as many entities or series as it may: a flood of names costs bounded memory. */
  #internEntity(): number {
    const frame = this.#frame;
    const { entities, limits } = this.#room;
    const known = entities.findRow(frame, this.#index);
    if (known !== -1) return known;
    if (entities.size >= limits.entities || entities.liveSeries >= limits.series) return -1;
    const domain = frame.texts.at(frame.domain[this.#index]!);
    return entities.intern(domain, frame.texts.at(frame.entity[this.#index]!), frame.feed);
  }

  /** The series of the row's entity and a metric; -1 when the engine holds as many as it may. */
  #internSeries(text: number): number {
    const { entities, windows, quantiles } = this.#room;
    const metricId = this.#metricIds[text]! - 1;
    const known = metricId === -1 ? this.#findSeries(text) : entities.series.find(this.#entity, metricId);
    if (known !== -1) return known;
    const added = windows.addSeries(this.#source);
    if (!added.ok) return -1;
    const metric = this.#frame.texts.at(text);
    entities.addSeries(this.#entity, metric, added.value);
    if (quantiles.areAsked(entities, added.value)) windows.keepQuantiles(added.value);
    return added.value;
  }

  /** As `SeriesIndex.find` for a metric that the frame names for the first time. */
  #findSeries(text: number): number {
    const { series } = this.#room.entities;
    const known = series.knownMetricId(this.#frame.texts.at(text));
    if (known === -1) return -1;
    this.#metricIds[text] = known + 1;
    return series.find(this.#entity, known);
  }

  /** The watermark's owner: the entity, or the whole feed where the binding says `watermarkPer: feed`. */
  #addSource(entity: number): number {
    const room = this.#room;
    if (this.#windowFeed === -1) this.#windowFeed = windowFeedOf(room, this.#policy);
    const source = room.windows.addSource(this.#windowFeed);
    if (this.#policy.watermarkPer === 'feed') room.sourceOfFeed.set(this.#policy.id, source);
    room.sourceOfEntity[entity] = source;
    return source;
  }

  /** An id decides identity instead of the values. */
  #identify(): void {
    const hash = hash128(this.#frame.texts.at(this.#frame.id[this.#index]!));
    this.#room.windows.identifyBy(hash[0], hash[1]);
  }

  /** Neighbours mostly share the metric: a string is made when it changes. */
  #metricName(text: number): string {
    if (text !== this.#namedMetric) {
      this.#namedMetric = text;
      this.#name = this.#frame.texts.at(text);
    }
    return this.#name;
  }

  #tellSink(i: number, outcome: ReadingOutcome): void {
    const frame = this.#frame;
    const index = this.#index;
    const { entities, sink } = this.#room;
    const judged = this.#judged;
    judged.feed = frame.feed;
    judged.domain = entities.domains[entities.domainOf[this.#entity]!]!;
    judged.entity = entities.names[this.#entity]!;
    judged.metric = this.#metricName(frame.metric[i]!);
    judged.tMs = frame.timeMs[index]!;
    judged.value = frame.value[i]!;
    judged.flag = frame.flag[i]!;
    judged.arrivalMs = frame.arrivalMs[index]!;
    judged.id = frame.id[index] === 0 ? '' : frame.texts.at(frame.id[index]!);
    judged.outcome = outcome;
    judged.watermarkMs = this.#watermarkMs;
    judged.offset = this.#offset + i;
    sink!(judged);
  }
}
