import { err, ok } from '@metropane/base';
import { INDICATOR_STATUSES, type IndicatorFigure, type IndicatorStatus, isUcumUnit } from '@metropane/city';

import {
  type Checked,
  isDomain,
  isEntityId,
  isJsonObject,
  type JsonObject,
  readId,
  readNumber,
  readTime,
  shown,
  typeName,
} from './json-field.ts';

const DATE = String.raw`\d{4}(?:-(?:\d{2}(?:-\d{2})?|Q[1-4]|W\d{2}|H[12]))?`;
const PERIOD = new RegExp(`^(?:${DATE}(?:/${DATE})?|[0-9T:.+Z-]{10,40}/[0-9T:.+Z-]{10,40})$`);

/** Which figure: said by the topic, else by the item itself. */
export interface IndicatorTarget {
  system: string;
  code: string;
}

/** One indicator of the contract: a value, or a numerator and a denominator (0 → no value: nothing was due). */
export function toIndicatorFigure(
  item: unknown,
  target: IndicatorTarget | undefined,
  arrivalMs: number,
): Checked<IndicatorFigure> {
  if (!isJsonObject(item)) return err('schema', `expected an indicator object, got ${typeName(item)}`);
  const { system, code } = target ?? item;
  if (system === undefined || code === undefined) return err('unknown-topic', 'system or code is missing');
  if (typeof system !== 'string' || !isDomain(system)) return err('schema', `system: got ${shown(system)}`);
  if (typeof code !== 'string' || !isEntityId(code)) return err('schema', `code: got ${shown(code)}`);
  const time = readTime(item['t'], arrivalMs);
  if (!time.ok) return time;
  const { period, status } = item;
  if (typeof period !== 'string' || !PERIOD.test(period))
    return err('schema', `period: expected e.g. 2026-10, got ${shown(period)}`);
  if (!isStatus(status))
    return err('schema', `status: expected ${INDICATOR_STATUSES.join(', ')}, got ${shown(status)}`);
  const numbers = readNumbers(item);
  if (!numbers.ok) return numbers;
  return withOptional({ system, code, tMs: time.value, arrivalMs, period, status, ...numbers.value }, item);
}

function readNumbers(
  item: JsonObject,
): Checked<Pick<IndicatorFigure, 'value' | 'numerator' | 'denominator'>> {
  if (item['value'] === null) return ok({ value: null });
  const value = readNumber(item['value'], 'value');
  if (!value.ok) return value;
  const numerator = readNumber(item['numerator'], 'numerator');
  if (!numerator.ok) return numerator;
  const denominator = readNumber(item['denominator'], 'denominator');
  if (!denominator.ok) return denominator;
  if (numerator.value === undefined || denominator.value === undefined) {
    return value.value === undefined
      ? err('schema', 'expected value, or numerator and denominator')
      : ok({ value: value.value });
  }
  const ratio = denominator.value === 0 ? null : numerator.value / denominator.value;
  return ok({ value: value.value ?? ratio, numerator: numerator.value, denominator: denominator.value });
}

function withOptional(figure: IndicatorFigure, item: JsonObject): Checked<IndicatorFigure> {
  const unit = item['unit'] ?? undefined;
  if (unit !== undefined && (typeof unit !== 'string' || !isUcumUnit(unit))) {
    return err('unknown-unit', `unit: expected UCUM or a currency, got ${shown(unit)}`);
  }
  const vintage = readId(item['vintage'] ?? undefined, 'vintage');
  if (!vintage.ok) return vintage;
  const territory = readId(item['territory'] ?? undefined, 'territory');
  if (!territory.ok) return territory;
  if (unit !== undefined) figure.unit = unit;
  if (vintage.value !== undefined) figure.vintage = vintage.value;
  if (territory.value !== undefined) figure.territory = territory.value;
  return ok(figure);
}

function isStatus(status: unknown): status is IndicatorStatus {
  return INDICATOR_STATUSES.some((known) => known === status);
}
