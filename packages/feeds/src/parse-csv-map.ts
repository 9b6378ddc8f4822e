import { isUcumUnit, type QartodFlag } from '@metropane/city';

import { ConfigError, ConfigReader } from './config-reader.ts';
import type { CsvFlagRule, CsvLong, CsvMap, CsvMetric, CsvParameter, CsvTime } from './csv-map.ts';
import { checkTimePattern, checkZone } from './local-time.ts';
import { isMetricName } from './metropane-observation.ts';

const DEFAULT_PATTERNS = ['ISO'];
const GROUPINGS = ['.', ',', ' ', "'"] as const;
const DEFAULT_MISSING = ['NA', 'N/A', 'NaN', 'null', 'NULL', '-'];

/**
 * Reads the `map` of a CSV binding:
 *   entity: "seg-{segment_id}"            time: {column, patterns: [ISO, "DD-MM-YYYY HH:mm"], zone}   (or the column's name)
 *   arrivalColumn: name | {column, …}     id: "{_id}"          loc: {lon, lat}      missing: [NA]     delimiter: ","
 *   decimal: ","                          grouping: "."
 *   metrics: {speedKmh: velocity}         or {speedKmh: {column, scale, offset}}                     (one column per metric)
 *   parameterColumn, valueColumn, unitColumn, parameters: {"Mực nước": levelM}, units: {"m³/h": m3/h} (one row per reading)
 *   flagWhen: [{column: vehicleCount, equals: "0", metric: speedKmh, flag: 3}]
 * Throws `ConfigError`.
 */
export function parseCsvMap(map: ConfigReader, domain: string, zone: string): CsvMap {
  const units = readUnits(map);
  const wide = map.has('metrics') ? readWide(map.object('metrics')) : undefined;
  const long = map.has('parameters') ? readLong(map) : undefined;
  if ((wide === undefined) === (long === undefined)) {
    throw new ConfigError(map.path, 'expected either metrics (a column each) or parameters (a row each)');
  }
  const loc = map.optionalObject('loc');
  const read: CsvMap = {
    delimiter: map.optionalText('delimiter') ?? ',',
    domain,
    entity: map.text('entity'),
    time: readTime(map, 'time', zone),
    missing: map.has('missing') ? map.texts('missing') : DEFAULT_MISSING,
    units,
    decimal: map.oneOf('decimal', ['.', ','], '.'),
    flagWhen: map.has('flagWhen')
      ? map.list('flagWhen').map((rule, index) => readFlagRule(rule, map.at(`flagWhen[${index}]`)))
      : [],
    ...(wide === undefined ? {} : { wide }),
    ...(long === undefined ? {} : { long }),
    ...(map.has('header') ? { header: map.texts('header') } : {}),
    ...(map.has('grouping') ? { grouping: map.oneOf('grouping', GROUPINGS) } : {}),
    ...(map.has('arrivalColumn') ? { arrival: readTime(map, 'arrivalColumn', zone) } : {}),
    ...(map.has('id') ? { id: map.text('id') } : {}),
    ...(loc === undefined ? {} : { loc: { lon: loc.text('lon'), lat: loc.text('lat') } }),
  };
  loc?.done();
  if (read.grouping === read.decimal) throw map.error('grouping', 'cannot be the decimal mark too');
  if (read.delimiter.length !== 1) throw map.error('delimiter', 'expected one character');
  map.done();
  return read;
}

function readTime(map: ConfigReader, name: string, zone: string): CsvTime {
  if (typeof map.any(name) === 'string') return { column: map.text(name), patterns: DEFAULT_PATTERNS, zone };
  const time = map.object(name);
  const read = {
    column: time.text('column'),
    patterns: time.has('patterns') ? time.texts('patterns') : DEFAULT_PATTERNS,
    zone: time.optionalText('zone') ?? zone,
  };
  for (const pattern of read.patterns) {
    const wrong = checkTimePattern(pattern);
    if (wrong !== undefined) throw time.error('patterns', wrong);
  }
  if (!checkZone(read.zone)) throw time.error('zone', `no such time zone: ${read.zone}`);
  time.done();
  return read;
}

function readWide(metrics: ConfigReader): CsvMetric[] {
  const wide = metrics.entries().map(([metric, value]): CsvMetric => {
    if (!isMetricName(metric)) throw metrics.error(metric, 'a metric is camelCase');
    if (typeof value === 'string') return { column: value, metric, scale: 1, offset: 0 };
    const one = metrics.object(metric);
    const read = { column: one.text('column'), metric, ...readLinear(one) };
    one.done();
    return read;
  });
  if (wide.length === 0 || wide.length > 64) throw new ConfigError(metrics.path, 'expected 1 to 64 metrics');
  return wide;
}

function readLong(map: ConfigReader): CsvLong {
  const parameters = map.object('parameters');
  // A Map first: a spelling such as "__proto__" must be a key, not a prototype.
  const read = new Map<string, CsvParameter>();
  for (const [spelling, value] of parameters.entries())
    read.set(spelling, readParameter(parameters, spelling, value));
  const unitColumn = map.optionalText('unitColumn');
  return {
    parameterColumn: map.text('parameterColumn'),
    valueColumn: map.text('valueColumn'),
    ...(unitColumn === undefined ? {} : { unitColumn }),
    parameters: Object.fromEntries(read),
  };
}

function readParameter(parameters: ConfigReader, spelling: string, value: unknown): CsvParameter {
  const parameter = (metric: string, rest: Omit<CsvParameter, 'metric'>): CsvParameter => {
    if (!isMetricName(metric)) throw parameters.error(spelling, `a metric is camelCase, got ${metric}`);
    return { metric, ...rest };
  };
  if (typeof value === 'string') return parameter(value, { scale: 1, offset: 0 });
  const one = parameters.object(spelling);
  const unit = one.optionalText('unit');
  if (unit !== undefined && !isUcumUnit(unit)) throw one.error('unit', `expected UCUM, got ${unit}`);
  const read = parameter(one.text('metric'), { ...readLinear(one), ...(unit === undefined ? {} : { unit }) });
  one.done();
  return read;
}

function readLinear(one: ConfigReader): { scale: number; offset: number } {
  return {
    scale: one.number('scale', { least: -Infinity, otherwise: 1 }),
    offset: one.number('offset', { least: -Infinity, otherwise: 0 }),
  };
}

function readUnits(map: ConfigReader): Record<string, string> {
  const units = map.optionalObject('units');
  if (units === undefined) return {};
  const read = units.entries().map(([spelling, unit]): [string, string] => {
    if (typeof unit !== 'string' || !isUcumUnit(unit))
      throw units.error(spelling, `expected UCUM, got ${JSON.stringify(unit)}`);
    return [spelling, unit];
  });
  return Object.fromEntries(read);
}

function readFlagRule(value: unknown, path: string): CsvFlagRule {
  const rule = new ConfigReader(value, path);
  const flag = rule.number('flag', { least: 1, otherwise: 3 });
  if (![1, 2, 3, 4, 9].includes(flag)) throw rule.error('flag', 'expected 1, 2, 3, 4 or 9');
  const equals = rule.any('equals');
  if (typeof equals !== 'string' && typeof equals !== 'number')
    throw rule.error('equals', 'expected a text or a number');
  const metric = rule.optionalText('metric');
  const read: CsvFlagRule = {
    column: rule.text('column'),
    equals: String(equals),
    flag: flag as QartodFlag,
    ...(metric === undefined ? {} : { metric }),
  };
  rule.done();
  return read;
}
