import type { ControlRoom } from '../fold/control-room.ts';
import { LAG_BOUNDS_MS } from '../fold/lag-histogram.ts';

const MAX_CLOCKS = 20;
const MAX_SILENT = 50;
/** Silent = twice the promised period without a word, as for feeds. */
const SILENT_AFTER_PERIODS = 2;

/** What an engineer asks of one feed: how late its readings come, whose clock is wrong, who has fallen silent. */
export interface FeedDetail {
  entities: number;
  series: number;
  /** Observations by lag (arrival − event time) over the last 24 hours; `counts` has one more than `bounds`. */
  lateness: { bounds: readonly number[]; counts: number[] };
  skew: {
    /** Entities heard in the last ten to twenty minutes. */
    devices: number;
    /** The middle of their least delays: what is usual on this feed, so what a single clock is compared with. */
    medianDelayMs: number | null;
    items: ClockSkew[];
  };
  silent: { count: number; items: SilentSeries[] };
}

export interface ClockSkew {
  domain: string;
  entity: string;
  /** As described by the feed; null = never described. */
  name: unknown;
  /** Least delay of this entity less the feed's median: positive = its clock lags, or its way is longer. */
  skewMs: number;
  delayMs: number;
  n: number;
}

export interface SilentSeries {
  domain: string;
  entity: string;
  name: unknown;
  metric: string;
  /** Newest event time of the metric; null = it was only ever promised. */
  lastEventMs: number | null;
  /** When the entity, not only this metric, was last heard. */
  lastArrivalMs: number | null;
  expectedEveryMs: number;
  silentForMs: number | null;
}

/** Costs one pass over the entities; answered between two ticks. */
export function feedDetail(room: ControlRoom, feed: string): FeedDetail {
  const members: number[] = [];
  for (let id = 0; id < room.entities.size; id++) if (room.entities.feedOf[id] === feed) members.push(id);
  return {
    entities: members.length,
    series: members.reduce((sum, id) => sum + room.entities.seriesOf(id).length, 0),
    lateness: { bounds: LAG_BOUNDS_MS, counts: room.lagsOf(feed).counts(room.nowMs) },
    skew: skewOf(room, members),
    silent: silentOf(room, members, room.ledger.config(feed)?.periodMs ?? null),
  };
}

function skewOf(room: ControlRoom, members: number[]): FeedDetail['skew'] {
  const heard = members.flatMap((id) => {
    const least = room.clocks.leastDelay(id, room.nowMs);
    return least === null ? [] : [{ id, ...least }];
  });
  if (heard.length === 0) return { devices: 0, medianDelayMs: null, items: [] };
  const delays = Float64Array.from(heard, ({ delayMs }) => delayMs).toSorted();
  const medianDelayMs = delays[Math.floor((delays.length - 1) / 2)]!;
  const items = heard
    .map((one) => ({ ...one, skewMs: one.delayMs - medianDelayMs }))
    .toSorted((a, b) => Math.abs(b.skewMs) - Math.abs(a.skewMs))
    .slice(0, MAX_CLOCKS)
    .map(({ id, ...rest }) => ({ ...whoIs(room, id), ...rest }));
  return { devices: heard.length, medianDelayMs, items };
}

function silentOf(room: ControlRoom, members: number[], feedPeriodMs: number | null): FeedDetail['silent'] {
  const silent = members.flatMap((id) => silentSeries(room, id, feedPeriodMs));
  const items = silent
    .toSorted((a, b) => (b.silentForMs ?? Infinity) - (a.silentForMs ?? Infinity))
    .slice(0, MAX_SILENT)
    .map(({ id, ...rest }) => ({ ...whoIs(room, id), ...rest }));
  return { count: silent.length, items };
}

type Silent = Omit<SilentSeries, 'domain' | 'entity' | 'name'> & { id: number };

/**
 * A metric is silent when its whole entity is, by arrival (so that an archive of old data is not "silent"), or when the entity
 * goes on without it, by event time. What was promised and never came counts too.
 */
function silentSeries(room: ControlRoom, id: number, feedPeriodMs: number | null): Silent[] {
  const { entities, nowMs } = room;
  const promised = room.descriptions.periods(keyOf(room, id));
  const metrics = new Set([...entities.seriesOf(id).map((s) => entities.metricOf[s]!), ...promised.keys()]);
  const lastArrivalMs = finiteOrNull(entities.arrivalMs[id]!);
  const lines: Silent[] = [];
  for (const metric of metrics) {
    const expectedEveryMs = promised.get(metric) ?? feedPeriodMs;
    if (expectedEveryMs === null) continue;
    const series = entities.findSeries(id, metric);
    const lastEventMs = series === undefined ? null : finiteOrNull(entities.latestMs[series]!);
    const entitySilentMs = lastArrivalMs === null ? null : nowMs - lastArrivalMs;
    const behindMs = lastEventMs === null ? Infinity : entities.eventMs[id]! - lastEventMs;
    const bound = SILENT_AFTER_PERIODS * expectedEveryMs;
    if ((entitySilentMs ?? Infinity) <= bound && behindMs <= bound) continue;
    const silentForMs =
      entitySilentMs === null || lastEventMs === null ? null : entitySilentMs + Math.max(0, behindMs);
    lines.push({ id, metric, lastEventMs, lastArrivalMs, expectedEveryMs, silentForMs });
  }
  return lines;
}

function whoIs(room: ControlRoom, id: number): { domain: string; entity: string; name: unknown } {
  const { entities, descriptions } = room;
  const text = descriptions.get(keyOf(room, id));
  return {
    domain: entities.domains[entities.domainOf[id]!]!,
    entity: entities.names[id]!,
    name: text === undefined ? null : ((JSON.parse(text) as { name?: unknown }).name ?? null),
  };
}

function keyOf({ entities }: ControlRoom, id: number): string {
  return `${entities.domains[entities.domainOf[id]!]!}\0${entities.names[id]!}`;
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
