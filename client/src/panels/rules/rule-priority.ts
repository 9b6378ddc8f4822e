import type { Rule } from '@metropane/city';
import { toPriority } from '@metropane/incidents';
import type { Priority } from '@metropane/live-state';

const HOUR_MS = 3_600_000;
/** Within this one has to act at once. */
const IMMEDIATE_MS = 10 * 60_000;

/** The priority that consequence and time to respond give a rule, as the centre reckons it; for a rule that has raised nothing yet. */
export function rulePriority({
  severity,
  respondWithinMs,
}: Pick<Rule, 'severity' | 'respondWithinMs'>): Priority {
  if (respondWithinMs <= IMMEDIATE_MS) return toPriority(severity, 'immediate');
  return toPriority(severity, respondWithinMs <= HOUR_MS ? 'within-hour' : 'within-day');
}
