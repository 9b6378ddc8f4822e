import { hash128 } from '@metropane/base';
import type { ReadingsFrame } from '@metropane/city';
import type { AcceptedReading } from './accepted-reading.ts';
import type { ControlRoom } from './control-room.ts';
import type { FeedConfig } from './fold-config.ts';
import type { FeedCounts } from './feed-ledger.ts';
import type { LagHistogram } from './lag-histogram.ts';

/** How each observation row of the frame folded last ended; for the sender's answer. */
export type RowOutcome = 'accepted' | 'duplicate' | 'late' | 'shed';

const DEFAULT_POLICY: Omit<FeedConfig, 'id' | 'format'> = {
  watermarkPer: 'entity',
  outOfOrdernessMs: 5_000,
  allowedLatenessMs: 120_000,
  idleAfterMs: 60_000,
  dedupMs: 900_000,
  simulated: false,
  periodMs: null,
};

/** What stays the same for all readings of one observation. */
interface Row {
  frame: ReadingsFrame;
  index: number;
  entity: number;
  source: number;
  watermarkMs: number;
  offset: number;
}

/**
 * Folds one frame: each reading ends as counted, duplicate, late or missing, and the feed's counts say so.
 * All metrics of one observation are judged by the watermark before that observation moved it.
 */
export function foldReadings(room: ControlRoom, frame: ReadingsFrame, offset: number): RowOutcome[] {
  const counts = room.ledger.counts(frame.feed);
  const lags = room.lagsOf(frame.feed);
  const policy = room.ledger.config(frame.feed) ?? { ...DEFAULT_POLICY, id: frame.feed, format: 'metropane' };
  const outcomes: RowOutcome[] = [];
  for (let index = 0; index < frame.timeMs.length; index++) {
    outcomes.push(foldRow(room, { frame, index, offset }, { counts, lags, policy }));
  }
  return outcomes;
}

function foldRow(
  room: ControlRoom,
  at: { frame: ReadingsFrame; index: number; offset: number },
  { counts, lags, policy }: { counts: FeedCounts; lags: LagHistogram; policy: FeedConfig },
): RowOutcome {
  const { frame, index } = at;
  const tMs = frame.timeMs[index]!;
  // Idleness is judged at the door: what an archive's own column says of its arrival may be years ago.
  const arrivalMs = room.nowMs > 0 ? room.nowMs : frame.arrivalMs[index]!;
  const lagMs = frame.arrivalMs[index]! - tMs;
  lags.add(lagMs, arrivalMs);
  const entity = internEntity(room, frame, index);
  if (entity === null) {
    shedRow(counts, frame, { index, arrivalMs });
    return 'shed';
  }
  room.clocks.heard(entity, lagMs, arrivalMs);
  const source = sourceFor(room, entity, policy);
  const row: Row = {
    ...at,
    entity,
    source,
    watermarkMs: room.windows.watermarkMs(source),
  };
  room.windows.beginObservation(source, tMs, arrivalMs);
  identify(room, frame, index);
  const tally: Tally = { counted: 0, duplicate: 0, late: 0, shed: 0, shown: 0 };
  const end = frame.readingEnd[index]!;
  for (let i = index === 0 ? 0 : frame.readingEnd[index - 1]!; i < end; i++)
    foldReading(room, row, { i, counts, tally });
  counts.lastArrivalMs = Math.max(counts.lastArrivalMs, arrivalMs);
  counts.lastEventMs = Math.max(counts.lastEventMs, tMs);
  if (tally.shown > 0) {
    // Only a value that is shown makes the entity younger: a sensor that sends nulls or bad flags must be seen to go stale.
    room.entities.seen(entity, { tMs, arrivalMs, lon: frame.lon[index]!, lat: frame.lat[index]! });
    room.dirty.entities.add(entity);
  }
  return outcomeOf(tally);
}

interface Tally {
  counted: number;
  duplicate: number;
  late: number;
  shed: number;
  /** Counted and inside the statistics: what screens may show. */
  shown: number;
}

/** What the sender is told of one observation; one that held nothing but nulls is accepted. */
function outcomeOf({ counted, duplicate, late, shed }: Tally): RowOutcome {
  if (counted > 0 || duplicate + late + shed === 0) return 'accepted';
  if (late > 0) return 'late';
  return duplicate > 0 ? 'duplicate' : 'shed';
}

/** An entity that there is no room for: its readings count as shed, its nulls as missing. */
function shedRow(
  counts: FeedCounts,
  frame: ReadingsFrame,
  { index, arrivalMs }: { index: number; arrivalMs: number },
): void {
  for (let i = index === 0 ? 0 : frame.readingEnd[index - 1]!; i < frame.readingEnd[index]!; i++) {
    if (Number.isNaN(frame.value[i]!)) counts.missing += 1;
    else shed(counts);
  }
  counts.lastArrivalMs = Math.max(counts.lastArrivalMs, arrivalMs);
}

function shed(counts: FeedCounts): void {
  counts.received += 1;
  counts.rejected['shed'] = (counts.rejected['shed'] ?? 0) + 1;
}

function foldReading(
  room: ControlRoom,
  row: Row,
  { i, counts, tally }: { i: number; counts: FeedCounts; tally: Tally },
): void {
  const { frame, index } = row;
  const value = frame.value[i]!;
  if (Number.isNaN(value)) {
    counts.missing += 1;
    return;
  }
  const flag = frame.flag[i]!;
  const inStatistics = flag !== 4 && flag !== 9;
  const series = internSeries(room, row, frame.strings[frame.metric[i]!]!);
  if (series === null) {
    tally.shed += 1;
    shed(counts);
    return;
  }
  counts.received += 1;
  const outcome = room.windows.accept(series, value, inStatistics);
  switch (outcome) {
    case 'conflict':
      counts.conflict += 1;
      counts.duplicate += 1;
      tally.duplicate += 1;
      return;
    case 'duplicate':
      counts.duplicate += 1;
      tally.duplicate += 1;
      return;
    case 'late':
      counts.late += 1;
      tally.late += 1;
      break;
    case 'counted':
      counts.counted += 1;
      tally.counted += 1;
      if (!inStatistics) {
        counts.flagged += 1;
        break;
      }
      tally.shown += 1;
      showReading(room, { series, tMs: frame.timeMs[index]!, value });
      break;
  }
  if (room.sink !== null) room.sink(accepted(room, row, { i, late: outcome === 'late' }));
}

/** A counted reading becomes the newest value (by event time) and enters the figures. */
function showReading(
  room: ControlRoom,
  { series, tMs, value }: { series: number; tMs: number; value: number },
): void {
  const { entities } = room;
  entities.setLatest(series, value, tMs);
  const entity = entities.entityOfSeries[series]!;
  room.figures.add(
    {
      id: series,
      domain: entities.domains[entities.domainOf[entity]!]!,
      entity: entities.names[entity]!,
      metric: entities.metricOf[series]!,
    },
    tMs,
    value,
  );
}

/** Null when the room holds as many entities or series as it may: a flood of names costs bounded memory. */
function internEntity(room: ControlRoom, frame: ReadingsFrame, index: number): number | null {
  const domain = frame.strings[frame.domain[index]!]!;
  const entity = frame.strings[frame.entity[index]!]!;
  const { entities, limits } = room;
  const isFull = entities.size >= limits.entities || entities.metricOf.length >= limits.series;
  if (isFull && entities.find(domain, entity) === undefined) return null;
  return entities.intern(domain, entity, frame.feed);
}

/** Null when the engine holds as many series as it may: the reading is shed and counted. */
function internSeries(room: ControlRoom, row: Row, metric: string): number | null {
  const known = room.entities.findSeries(row.entity, metric);
  if (known !== undefined) return known;
  const added = room.windows.addSeries(row.source);
  if (!added.ok) return null;
  room.entities.addSeries(row.entity, metric, added.value);
  return added.value;
}

/** The watermark's owner: the entity, or the whole feed where the binding says `watermarkPer: feed`. */
function sourceFor(room: ControlRoom, entity: number, policy: FeedConfig): number {
  const known = room.sourceOfEntity[entity];
  if (known !== undefined) return known;
  const source = room.windows.addSource(windowFeed(room, policy));
  if (policy.watermarkPer === 'feed') room.sourceOfFeed.set(policy.id, source);
  room.sourceOfEntity[entity] = source;
  return source;
}

/** A policy that changed is a new feed to the engine; entities known before keep the policy that they started with. */
function windowFeed(room: ControlRoom, policy: FeedConfig): number {
  const { id, watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs } = policy;
  const key = [id, watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs].join('\0');
  let feed = room.windowFeeds.get(key);
  if (feed === undefined) {
    feed = room.windows.addFeed({ watermarkPer, outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupMs });
    room.windowFeeds.set(key, feed);
  }
  return feed;
}

/** An id decides identity instead of the values. */
function identify(room: ControlRoom, frame: ReadingsFrame, index: number): void {
  const id = frame.id[index]!;
  if (id === 0) return;
  const hash = hash128(frame.strings[id]!);
  room.windows.identifyBy(hash[0], hash[1]);
}

function accepted(room: ControlRoom, row: Row, { i, late }: { i: number; late: boolean }): AcceptedReading {
  const { frame, index } = row;
  return {
    feed: frame.feed,
    domain: frame.strings[frame.domain[index]!]!,
    entity: room.entities.names[row.entity]!,
    metric: frame.strings[frame.metric[i]!]!,
    tMs: frame.timeMs[index]!,
    value: frame.value[i]!,
    flag: frame.flag[i]!,
    arrivalMs: frame.arrivalMs[index]!,
    id: frame.strings[frame.id[index]!]!,
    late,
    watermarkMs: row.watermarkMs,
    offset: row.offset + i,
  };
}
