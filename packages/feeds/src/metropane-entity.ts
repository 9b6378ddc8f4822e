import { err, ok } from '@metropane/base';
import {
  type EntityDescription,
  type EntityGeometry,
  isUcumUnit,
  type MetricDescription,
} from '@metropane/city';

import { MAX_METRICS } from './feed-decoder.ts';
import {
  type Checked,
  isJsonObject,
  type JsonObject,
  readId,
  readLoc,
  readNumber,
  readText,
  shown,
  typeName,
} from './json-field.ts';
import { isMetricName } from './metropane-observation.ts';

const GEOMETRIES = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
]);

/** One entity description of the contract. A unit that is not UCUM is refused as `unknown-unit`. */
export function toEntityDescription(item: unknown): Checked<EntityDescription> {
  if (!isJsonObject(item)) return err('schema', `expected an entity object, got ${typeName(item)}`);
  const metrics = readMetrics(item['metrics']);
  if (!metrics.ok) return metrics;
  const name = readName(item['name']);
  if (!name.ok) return name;
  const loc = readLoc(item['loc']);
  if (!loc.ok) return loc;
  const geometry = readGeometry(item['geometry']);
  if (!geometry.ok) return geometry;
  const ward = readId(item['ward'] ?? undefined, 'ward');
  if (!ward.ok) return ward;
  const agency = readId(item['agency'] ?? undefined, 'agency');
  if (!agency.ok) return agency;
  return ok({
    metrics: metrics.value,
    ...(name.value === undefined ? {} : { name: name.value }),
    ...(loc.value === undefined ? {} : { loc: loc.value }),
    ...(geometry.value === undefined ? {} : { geometry: geometry.value }),
    ...(ward.value === undefined ? {} : { ward: ward.value }),
    ...(agency.value === undefined ? {} : { agency: agency.value }),
  });
}

function readName(name: unknown): Checked<EntityDescription['name']> {
  if (name === undefined || name === null) return ok(undefined);
  if (typeof name === 'string') return ok({ vi: name.toWellFormed(), en: name.toWellFormed() });
  if (!isJsonObject(name)) return err('schema', `name: expected {vi, en}, got ${typeName(name)}`);
  const vi = readText(name['vi'], 'name.vi');
  if (!vi.ok) return vi;
  const en = readText(name['en'], 'name.en');
  if (!en.ok) return en;
  return ok({
    ...(vi.value === undefined ? {} : { vi: vi.value }),
    ...(en.value === undefined ? {} : { en: en.value }),
  });
}

function readGeometry(geometry: unknown): Checked<EntityGeometry | undefined> {
  if (geometry === undefined || geometry === null) return ok(undefined);
  if (!isJsonObject(geometry)) return err('schema', `geometry: expected GeoJSON, got ${typeName(geometry)}`);
  const { type, coordinates } = geometry;
  if (typeof type !== 'string' || !GEOMETRIES.has(type))
    return err('schema', `geometry.type: got ${shown(type)}`);
  if (!Array.isArray(coordinates) || !isCoordinates(coordinates))
    return err('schema', 'geometry.coordinates: expected positions');
  return ok({ type: type as EntityGeometry['type'], coordinates });
}

function isCoordinates(value: unknown): boolean {
  return Array.isArray(value)
    ? value.every(isCoordinates)
    : typeof value === 'number' && Number.isFinite(value);
}

function readMetrics(metrics: unknown): Checked<Record<string, MetricDescription>> {
  if (metrics === undefined || metrics === null) return ok({});
  if (!isJsonObject(metrics)) return err('schema', `metrics: expected an object, got ${typeName(metrics)}`);
  const names = Object.keys(metrics);
  if (names.length > MAX_METRICS)
    return err('schema', `metrics: at most ${MAX_METRICS}, got ${names.length}`);
  const read: Record<string, MetricDescription> = {};
  for (const name of names) {
    if (!isMetricName(name)) return err('schema', `metrics: a metric is camelCase, got ${shown(name)}`);
    const metric = readMetric(name, metrics[name]);
    if (!metric.ok) return metric;
    read[name] = metric.value;
  }
  return ok(read);
}

function readMetric(name: string, metric: unknown): Checked<MetricDescription> {
  if (!isJsonObject(metric))
    return err('schema', `metrics.${name}: expected an object, got ${typeName(metric)}`);
  const unit = metric['unit'] ?? undefined;
  if (unit !== undefined && (typeof unit !== 'string' || !isUcumUnit(unit))) {
    return err('unknown-unit', `metrics.${name}.unit: expected UCUM, got ${shown(unit)}`);
  }
  const period = readNumber(metric['expectedEveryMs'] ?? undefined, `metrics.${name}.expectedEveryMs`);
  if (!period.ok) return period;
  if (period.value !== undefined && period.value <= 0)
    return err('schema', `metrics.${name}.expectedEveryMs: expected > 0`);
  const range = readRange(name, metric['range']);
  if (!range.ok) return range;
  return ok({
    ...(unit === undefined ? {} : { unit }),
    ...(period.value === undefined ? {} : { expectedEveryMs: period.value }),
    ...(range.value === undefined ? {} : { range: range.value }),
  });
}

function readRange(name: string, range: JsonObject[string]): Checked<readonly [number, number] | undefined> {
  if (range === undefined || range === null) return ok(undefined);
  if (!Array.isArray(range) || range.length !== 2)
    return err('schema', `metrics.${name}.range: expected [low, high]`);
  const low = readNumber(range[0] as unknown, `metrics.${name}.range[0]`);
  if (!low.ok) return low;
  const high = readNumber(range[1] as unknown, `metrics.${name}.range[1]`);
  if (!high.ok) return high;
  if (low.value === undefined || high.value === undefined || low.value > high.value) {
    return err('schema', `metrics.${name}.range: expected low <= high`);
  }
  return ok([low.value, high.value]);
}
