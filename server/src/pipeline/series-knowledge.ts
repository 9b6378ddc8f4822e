import { type EntityName, type MetricDescription, unitOfMetric } from '@metropane/city';
import type { ControlRoom } from '../fold/control-room.ts';
import type { SeriesSelector } from '../fold/fold-config.ts';
import type { CityKnowledge, Text } from './city-knowledge.ts';

export interface SeriesName {
  domain: string;
  entity: string;
  metric: string;
}

export interface ExpectedPeriod {
  everyMs: number | null;
  from: 'entity' | 'pack' | 'feed' | null;
}

/** The entity's name as its feed described it, else as the city pack has it; null = nobody named it. */
export function nameOf(
  { descriptions }: ControlRoom,
  { names }: CityKnowledge,
  { domain, entity }: Pick<SeriesName, 'domain' | 'entity'>,
): Text | null {
  const key = `${domain}\0${entity}`;
  const text = descriptions.get(key);
  const told = text === undefined ? undefined : (JSON.parse(text) as { name?: EntityName }).name;
  const [vi, en] = [told?.vi ?? told?.en, told?.en ?? told?.vi];
  if (vi !== undefined && en !== undefined) return { vi, en };
  return names.get(key) ?? null;
}

/** UCUM: as described, else as the name of the metric says. */
export function unitOf({ descriptions }: ControlRoom, { domain, entity, metric }: SeriesName): string {
  const text = descriptions.get(`${domain}\0${entity}`);
  const described =
    text === undefined ? undefined : (JSON.parse(text) as { metrics?: Record<string, MetricDescription> });
  return described?.metrics?.[metric]?.unit ?? unitOfMetric(metric);
}

/** How often a reading of the series is promised, and by whom: its own description before the city pack before its feed. */
export function expectedPeriod(
  room: ControlRoom,
  known: CityKnowledge,
  { domain, entity, metric }: SeriesName,
): ExpectedPeriod {
  const key = `${domain}\0${entity}`;
  const described = room.descriptions.periods(key).get(metric);
  if (described !== undefined) return { everyMs: described, from: 'entity' };
  const packed = known.periods.get(key)?.[metric];
  if (packed !== undefined) return { everyMs: packed, from: 'pack' };
  const id = room.entities.find(domain, entity);
  const fed = id === undefined ? null : (room.ledger.config(room.entities.feedOf[id]!)?.periodMs ?? null);
  return fed === null ? { everyMs: null, from: null } : { everyMs: fed, from: 'feed' };
}

/** What a question about windows is about: how many entities, and how many readings they promise in an hour. */
export function expectedPerHour(
  room: ControlRoom,
  known: CityKnowledge,
  { domain, entity, metric }: { domain: string; entity?: string; metric: string },
): { entities: number; perHour: number | null } {
  const { entities, expected } = expectedReadings(room, known, {
    ...{ domain, metric, lengthMs: 3_600_000 },
    ...(entity === undefined ? {} : { entities: [entity] }),
  });
  return { entities, perHour: expected };
}

/** Readings that entities promise for a stretch, and how many entities; null where one of them promises nothing. */
export function expectedReadings(
  room: ControlRoom,
  known: CityKnowledge,
  { domain, metric, entities: chosen, lengthMs }: SeriesSelector & { lengthMs: number },
): { entities: number; expected: number | null } {
  const { entities } = room;
  const names =
    chosen ??
    entities
      .rowsOf(domain)
      .filter((id) => entities.findSeries(id, metric) !== undefined)
      .map((id) => entities.names[id]!);
  let expected: number | null = 0;
  for (const entity of names) {
    const { everyMs } = expectedPeriod(room, known, { domain, entity, metric });
    expected = everyMs === null || expected === null ? null : expected + lengthMs / everyMs;
  }
  const whole = Math.floor(expected ?? 0);
  return { entities: names.length, expected: whole === 0 ? null : whole };
}
