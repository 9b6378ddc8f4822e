import { err, ok } from '@metropane/base';
import { isUcumUnit, type Observation, type Reading } from '@metropane/city';

import type { CsvFlagRule, CsvLong, CsvMap, CsvMetric, CsvTime } from './csv-map.ts';
import { FUTURE_TOLERANCE_MS } from './feed-decoder.ts';
import { type Checked, checkLoc, checkTimeRange, isNotFiniteWord, readId, shown } from './json-field.ts';
import { makeTimeParser, type TimeParser } from './local-time.ts';

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_ENTITY = /[^A-Za-z0-9_.:~-]/gu;
const MAX_ENTITY = 128;

/** Reads the cells of one row of a known header. */
export type CsvRowReader = (cells: readonly string[], doorMs: number) => Checked<Observation>;

type Cells = readonly string[];
type Template = (cells: Cells) => string | undefined;
type ColumnOf = (name: string) => number;

/** A reader for rows under `header`; refused if a column that the map names is not there. */
export function makeCsvRowReader(map: CsvMap, header: readonly string[]): Checked<CsvRowReader> {
  const missing = new Set<string>();
  const names = header.map((name) => name.trim());
  const columnOf: ColumnOf = (name) => {
    const index = names.indexOf(name);
    if (index === -1) missing.add(name);
    return index;
  };
  const readRow = rowReader(map, columnOf, header.length);
  if (missing.size === 0) return ok(readRow);
  return err(
    'schema',
    `the header has no column ${[...missing].map(shown).join(', ')}; it has ${shown(names.join(', '))}`,
  );
}

function rowReader(map: CsvMap, columnOf: ColumnOf, width: number): CsvRowReader {
  const timeOf = timeReader(map.time, columnOf);
  const arrivalOf = map.arrival === undefined ? undefined : timeReader(map.arrival, columnOf);
  const entityOf = template(map.entity, columnOf);
  const idOf = map.id === undefined ? undefined : template(map.id, columnOf);
  const place =
    map.loc === undefined ? undefined : { lon: columnOf(map.loc.lon), lat: columnOf(map.loc.lat) };
  const readReadings =
    map.long === undefined ? wideReader(map, columnOf) : longReader(map, map.long, columnOf);
  const flagRules = map.flagWhen.map((rule) => ({ rule, column: columnOf(rule.column) }));
  return (cells, doorMs) => {
    if (cells.length !== width) return err('schema', `expected ${width} columns, got ${cells.length}`);
    const arrival = arrivalOf === undefined ? ok(doorMs) : readArrival(arrivalOf(cells), doorMs);
    if (!arrival.ok) return arrival;
    const tMs = timeOf(cells);
    if (!Number.isFinite(tMs)) return err('no-time', `${map.time.column}: no time of the expected form`);
    const time = checkTimeRange(tMs, arrival.value);
    if (!time.ok) return time;
    const entity = toEntity(entityOf(cells));
    if (!entity.ok) return entity;
    const readings = readReadings(cells);
    if (!readings.ok) return readings;
    for (const { rule, column } of flagRules) applyFlagRule(rule, cells[column]!, readings.value);
    const observation: Observation = {
      domain: map.domain,
      entity: entity.value,
      tMs: time.value,
      arrivalMs: arrival.value,
      readings: readings.value,
    };
    if (idOf === undefined && place === undefined) return ok(observation);
    return withOptional(observation, idOf?.(cells), place && [cells[place.lon]!, cells[place.lat]!]);
  };
}

function readArrival(arrivalMs: number, doorMs: number): Checked<number> {
  if (arrivalMs === Infinity) return ok(doorMs);
  if (Number.isNaN(arrivalMs)) return err('schema', 'the arrival column holds no time of the expected form');
  if (arrivalMs > doorMs + FUTURE_TOLERANCE_MS)
    return err('future', 'the arrival column says that the row comes after now');
  return ok(arrivalMs);
}

/** Milliseconds; NaN for an unreadable cell. A blank arrival is told apart as Infinity: it means "now". */
function timeReader(time: CsvTime, columnOf: ColumnOf): (cells: Cells) => number {
  const column = columnOf(time.column);
  const parse: TimeParser = makeTimeParser(time.patterns, time.zone);
  let lastText = '';
  let lastMs = Infinity;
  return (cells) => {
    const text = cells[column]!.trim();
    if (text === lastText) return lastMs;
    lastText = text;
    lastMs = text === '' ? Infinity : parse(text);
    return lastMs;
  };
}

/** Every character that an entity cannot have becomes ':'. */
function toEntity(text: string | undefined): Checked<string> {
  if (text === undefined || text === '') return err('unknown-topic', 'the row names no entity');
  const entity = text.normalize('NFC').replace(NOT_ENTITY, ':');
  return entity.length <= MAX_ENTITY
    ? ok(entity)
    : err('schema', `the entity has ${entity.length} characters, at most ${MAX_ENTITY}`);
}

/** `{column}` parts filled with trimmed cells; undefined if one of them is blank. */
function template(text: string, columnOf: ColumnOf): Template {
  const parts = text.split(/(\{[^{}]+\})/).filter((part) => part !== '');
  const read = parts.map((part): string | number =>
    /^\{.+\}$/.test(part) ? columnOf(part.slice(1, -1)) : part,
  );
  return (cells) => {
    let filled = '';
    for (const part of read) {
      const piece = typeof part === 'number' ? cells[part]!.trim() : part;
      if (piece === '') return undefined;
      filled += piece;
    }
    return filled;
  };
}

function wideReader(map: CsvMap, columnOf: ColumnOf): (cells: Cells) => Checked<Reading[]> {
  const columns = (map.wide ?? []).map((metric) => ({ metric, column: columnOf(metric.column) }));
  const readCell = cellReader(map);
  return (cells) => {
    const readings: Reading[] = [];
    for (const { metric, column } of columns) {
      const value = readCell(cells[column]!, metric);
      if (!value.ok) return value;
      readings.push({ metric: metric.metric, value: value.value, flag: value.value === null ? 9 : 2 });
    }
    return ok(readings);
  };
}

function longReader(map: CsvMap, long: CsvLong, columnOf: ColumnOf): (cells: Cells) => Checked<Reading[]> {
  const parameterColumn = columnOf(long.parameterColumn);
  const valueColumn = columnOf(long.valueColumn);
  const unitColumn = long.unitColumn === undefined ? undefined : columnOf(long.unitColumn);
  const parameters = new Map(Object.entries(long.parameters));
  const units = new Map(Object.entries(map.units));
  const readCell = cellReader(map);
  return (cells) => {
    const spelling = cells[parameterColumn]!.trim();
    const parameter = parameters.get(spelling) ?? parameters.get(spelling.normalize('NFC'));
    if (parameter === undefined)
      return err('schema', `${long.parameterColumn}: unknown parameter ${shown(spelling)}`);
    if (unitColumn !== undefined) {
      const written = cells[unitColumn]!.trim();
      const unit = units.get(written) ?? written;
      if (unit !== '' && (!isUcumUnit(unit) || (parameter.unit !== undefined && unit !== parameter.unit))) {
        return err(
          'unknown-unit',
          `${shown(spelling)}: expected ${parameter.unit ?? 'a UCUM unit'}, got ${shown(written)}`,
        );
      }
    }
    const value = readCell(cells[valueColumn]!, { ...parameter, column: long.valueColumn });
    if (!value.ok) return value;
    return ok([{ metric: parameter.metric, value: value.value, flag: value.value === null ? 9 : 2 }]);
  };
}

function cellReader(map: CsvMap): (cell: string, metric: CsvMetric) => Checked<number | null> {
  const missing = new Set(map.missing);
  return (cell, { column, scale, offset }) => {
    const text = cell.trim();
    if (text === '' || missing.has(text)) return ok(null);
    const plain = plainNumber(text, map);
    if (!DECIMAL.test(plain)) {
      return isNotFiniteWord(text)
        ? err('not-finite', `${column} is ${shown(text)}`)
        : err('schema', `${column}: expected a number, got ${shown(text)}`);
    }
    // Untouched values stay bit-equal to what the file says.
    const value = scale === 1 && offset === 0 ? Number(plain) : Number(plain) * scale + offset;
    return Number.isFinite(value) ? ok(value + 0) : err('not-finite', `${column} is not finite`);
  };
}

/** The number as JSON would write it. Groups must be of three digits: `1,5` with grouping `,` is refused, not read as 15. */
function plainNumber(text: string, { decimal, grouping }: CsvMap): string {
  let plain = text;
  if (grouping !== undefined && plain.includes(grouping)) {
    const [whole = '', ...rest] = plain.split(decimal);
    const [first = '', ...groups] = whole.split(grouping);
    if (!/^[+-]?\d{1,3}$/.test(first) || !groups.every((group) => /^\d{3}$/.test(group))) return text;
    plain = [first + groups.join(''), ...rest].join(decimal);
  }
  return decimal === ',' ? plain.replace(',', '.') : plain;
}

function applyFlagRule(rule: CsvFlagRule, cell: string, readings: readonly Reading[]): void {
  const text = cell.trim();
  const isHit =
    text === rule.equals ||
    (DECIMAL.test(text) && DECIMAL.test(rule.equals) && Number(text) === Number(rule.equals));
  if (!isHit) return;
  for (const reading of readings) {
    if (reading.value !== null && (rule.metric === undefined || rule.metric === reading.metric))
      reading.flag = rule.flag;
  }
}

function withOptional(
  observation: Observation,
  id: string | undefined,
  place: [lon: string, lat: string] | undefined,
): Checked<Observation> {
  const checkedId = readId(id, 'id');
  if (!checkedId.ok) return checkedId;
  if (checkedId.value !== undefined) observation.id = checkedId.value;
  if (place !== undefined && place.every((cell) => cell.trim() !== '')) {
    const [lon, lat] = place.map((cell) => cell.trim());
    if (!DECIMAL.test(lon!) || !DECIMAL.test(lat!))
      return err('schema', `loc: expected numbers, got ${shown(lon)}, ${shown(lat)}`);
    const loc = checkLoc(Number(lon), Number(lat));
    if (!loc.ok) return loc;
    observation.loc = loc.value;
  }
  return ok(observation);
}
