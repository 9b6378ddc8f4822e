import { err, ok } from '@metropane/base';
import type { Observation, QartodFlag, Reading } from '@metropane/city';

import { MAX_METRICS } from './feed-decoder.ts';
import {
  type Checked,
  isDomain,
  isEntityId,
  isJsonObject,
  isNotFiniteWord,
  type JsonObject,
  readId,
  readLoc,
  readTime,
  shown,
  typeName,
} from './json-field.ts';

/** Where the item belongs: said by the topic, else by the item itself. */
export interface ObservationTarget {
  domain: string;
  entity: string;
}

const METRIC = /^[a-z][A-Za-z0-9]{0,63}$/;
const NO_FLAGS: JsonObject = {};

/** True for a metric name: camelCase, ASCII, at most 64 characters. */
export function isMetricName(name: string): boolean {
  return METRIC.test(name);
}

/**
 * One Observation of the contract. Flags default to 2 (not evaluated), of a null to 9 (missing); a flag for a metric that is
 * not in `v` says nothing. Unknown fields are ignored.
 */
export function toObservation(
  item: unknown,
  target: ObservationTarget | undefined,
  arrivalMs: number,
): Checked<Observation> {
  if (!isJsonObject(item)) return err('schema', `expected an observation object, got ${typeName(item)}`);
  const place = target === undefined ? readTarget(item) : ok(target);
  if (!place.ok) return place;
  const time = readTime(item['t'], arrivalMs);
  if (!time.ok) return time;
  const readings = readReadings(item['v'], item['q']);
  if (!readings.ok) return readings;
  const observation: Observation = {
    domain: place.value.domain,
    entity: place.value.entity,
    tMs: time.value,
    arrivalMs,
    readings: readings.value,
  };
  return item['id'] === undefined && item['loc'] === undefined && item['seq'] === undefined
    ? ok(observation)
    : withOptional(observation, item);
}

/** `domain` and `entity` of an item that came without a topic. */
export function readTarget(item: JsonObject): Checked<ObservationTarget> {
  const { domain, entity } = item;
  if (domain === undefined || domain === null || domain === '')
    return err('unknown-topic', 'domain is missing');
  if (entity === undefined || entity === null || entity === '')
    return err('unknown-topic', 'entity is missing');
  if (typeof domain !== 'string' || !isDomain(domain))
    return err('schema', `domain: expected [a-z0-9-]{1,32}, got ${shown(domain)}`);
  if (typeof entity !== 'string' || !isEntityId(entity)) {
    return err('schema', `entity: expected [A-Za-z0-9_.:~-]{1,128}, got ${shown(entity)}`);
  }
  return ok({ domain, entity });
}

function withOptional(observation: Observation, item: JsonObject): Checked<Observation> {
  const id = readId(item['id'] ?? undefined, 'id');
  if (!id.ok) return id;
  const loc = readLoc(item['loc']);
  if (!loc.ok) return loc;
  const seq = item['seq'] ?? undefined;
  if (seq !== undefined && !(Number.isSafeInteger(seq) && (seq as number) >= 0)) {
    return err('schema', `seq: expected a whole number from 0, got ${shown(seq)}`);
  }
  if (id.value !== undefined) observation.id = id.value;
  if (loc.value !== undefined) observation.loc = loc.value;
  if (seq !== undefined) observation.seq = seq as number;
  return ok(observation);
}

function readReadings(v: unknown, q: unknown): Checked<Reading[]> {
  if (!isJsonObject(v)) return err('schema', `v: expected an object of metrics, got ${typeName(v)}`);
  const names = Object.keys(v);
  if (names.length === 0 || names.length > MAX_METRICS) {
    return err('schema', `v: expected 1 to ${MAX_METRICS} metrics, got ${names.length}`);
  }
  if (q !== undefined && q !== null && !isJsonObject(q))
    return err('schema', `q: expected an object of flags, got ${typeName(q)}`);
  const flags = q ?? NO_FLAGS;
  const readings: Reading[] = [];
  for (const metric of names) {
    if (!isMetricName(metric)) return err('schema', `v: a metric is camelCase, got ${shown(metric)}`);
    const value = v[metric];
    const flag = flags === NO_FLAGS ? undefined : flags[metric];
    if (flag !== undefined && !isFlag(flag))
      return err('schema', `q.${metric}: expected 1, 2, 3, 4 or 9, got ${shown(flag)}`);
    if (value === null) readings.push({ metric, value: null, flag: flag ?? 9 });
    else if (typeof value !== 'number') return refusedValue(metric, value);
    else if (!Number.isFinite(value)) return err('not-finite', `v.${metric} is not finite`);
    // Adding 0 turns -0 into 0: the two would be different identities of one reading.
    else readings.push({ metric, value: value + 0, flag: flag ?? 2 });
  }
  return ok(readings);
}

function refusedValue(metric: string, value: unknown): Checked<never> {
  if (typeof value === 'string' && isNotFiniteWord(value))
    return err('not-finite', `v.${metric} is ${shown(value)}`);
  return err('schema', `v.${metric}: expected a number or null, got ${typeName(value)}`);
}

function isFlag(value: unknown): value is QartodFlag {
  return value === 1 || value === 2 || value === 3 || value === 4 || value === 9;
}
