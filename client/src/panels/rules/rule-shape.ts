import type { Rule } from '@metropane/city';

/**
 * Whether fields can show what the text says: that a list is a list and a number a number. Whoever writes the text may write anything;
 * what is not of this shape is only edited there.
 */
export function hasShape(value: unknown): value is Rule {
  if (!isRecord(value)) return false;
  return (
    isEach(TEXTS, (name) => typeof value[name] === 'string') &&
    isEach(PAIRS, (name) => isPair(value[name])) &&
    isEach(OPTIONAL_TEXTS, (name) => isAbsentOr(value[name], isText)) &&
    isEach(OPTIONAL_NUMBERS, (name) => isAbsentOr(value[name], isNumber)) &&
    isNumber(value['respondWithinMs']) &&
    isOneOf(value['severity'], [1, 2, 3, 4]) &&
    isOneOf(value['per'], ['entity', 'ward', 'city']) &&
    typeof value['isEnabled'] === 'boolean' &&
    isAbsentOr(value['isLatching'], (one) => typeof one === 'boolean') &&
    isAbsentOr(value['entities'], isTexts) &&
    isRecord(value['inputs']) &&
    Object.values(value['inputs']).every(isInput) &&
    isAbsentOr(value['schedule'], isSchedule) &&
    isAbsentOr(value['shows'], isShows) &&
    isAbsentOr(value['severities'], isSeverities) &&
    isAbsentOr(value['suppressedBy'], isSuppression)
  );
}

const TEXTS = ['id', 'domain', 'when', 'category', 'source'];
const PAIRS = ['name', 'cause', 'consequence', 'response'];
const OPTIONAL_TEXTS = ['clear', 'sop', 'position'];
const OPTIONAL_NUMBERS = ['onDelayMs', 'offDelayMs', 'minCompleteness'];
const WINDOW = { metric: isText, window: isText, statistic: isText };
/** Fields of each kind of input; `?` behind a name: may be absent. */
const INPUTS: Readonly<Record<string, Readonly<Record<string, (value: unknown) => boolean>>>> = {
  window: { ...WINDOW, 'domain?': isText, 'entity?': isText },
  rate: { metric: isText, spanMs: isNumber },
  near: { ...WINDOW, domain: isText, radiusM: isNumber, combine: isText },
  silence: { 'metric?': isText },
  repeat: { rule: isText, spanMs: isNumber },
  reports: { category: isText, spanMs: isNumber, 'radiusM?': isNumber },
  threshold: { threshold: isText, level: isText },
  baseline: { metric: isText, bound: isText },
  indicator: { indicator: isText },
  number: { value: isNumber },
};

function isInput(value: unknown): boolean {
  if (!isRecord(value) || typeof value['kind'] !== 'string') return false;
  const fields = Object.hasOwn(INPUTS, value['kind']) ? INPUTS[value['kind']] : undefined;
  if (fields === undefined) return false;
  return Object.entries(fields).every(([name, is]) =>
    name.endsWith('?') ? isAbsentOr(value[name.slice(0, -1)], is) : is(value[name]),
  );
}

function isSchedule(value: unknown): boolean {
  return (
    isRecord(value) &&
    isText(value['from']) &&
    isText(value['to']) &&
    isAbsentOr(value['days'], (days) => Array.isArray(days) && days.every(isNumber))
  );
}

function isShows(value: unknown): boolean {
  const isLimit = (one: unknown): boolean => isText(one) || isNumber(one);
  return isRecord(value) && isText(value['value']) && isAbsentOr(value['limit'], isLimit);
}

function isSeverities(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one) => isRecord(one) && isText(one['when']) && isOneOf(one['severity'], [1, 2, 3, 4]))
  );
}

function isSuppression(value: unknown): boolean {
  return (
    isRecord(value) &&
    isTexts(value['rules']) &&
    isAbsentOr(value['withinM'], isNumber) &&
    isPair(value['reason'])
  );
}

function isEach(names: readonly string[], is: (name: string) => boolean): boolean {
  return names.every(is);
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value);
}

function isOneOf(value: unknown, all: readonly unknown[]): boolean {
  return all.includes(value);
}

function isPair(value: unknown): boolean {
  return isRecord(value) && isText(value['vi']) && isText(value['en']);
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
