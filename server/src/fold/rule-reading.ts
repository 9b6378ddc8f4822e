import { type Rule, type RuleInput, unitOfMetric } from '@metropane/city';
import { type AlarmMeasure, type Priority, toPriority, urgencyToRespond } from '@metropane/incidents';
import type { Found } from './rule-watch.ts';

/** Consequence and time to respond (DOMAIN B2). */
export function priorityOf(severity: Rule['severity'], respondWithinMs: number): Priority {
  return toPriority(severity, urgencyToRespond(respondWithinMs));
}

/** The value that a rule shows, its limit and its unit. */
export function measureOf({ shows, inputs }: Rule, { measured }: Found): AlarmMeasure {
  const { values, eventMs } = measured;
  if (shows === undefined) return { value: null, limit: null, unit: '', tMs: eventMs };
  const limit = typeof shows.limit === 'string' ? (values[shows.limit] ?? null) : (shows.limit ?? null);
  return { value: values[shows.value] ?? null, limit, unit: unitOf(inputs[shows.value]), tMs: eventMs };
}

/** UCUM code of an input's value; '' for counts and where nobody says. */
function unitOf(input: RuleInput | undefined): string {
  if (input === undefined) return '';
  if (input.kind === 'silence') return 'ms';
  if (input.kind !== 'window' && input.kind !== 'near' && input.kind !== 'rate' && input.kind !== 'baseline')
    return '';
  if ((input.kind === 'window' || input.kind === 'near') && input.statistic === 'n') return '';
  const unit = unitOfMetric(input.metric);
  if (unit === 'unspecified' || unit === '1') return '';
  return input.kind === 'rate' ? `${unit}/h` : unit;
}

/** Categories of reports that a rule counts. */
export function reportCategories({ inputs }: Rule): string[] {
  return Object.values(inputs).flatMap((input) => (input.kind === 'reports' ? [input.category] : []));
}
