import type { Rule } from '@metropane/city';
import { toPriority, urgencyToRespond } from '@metropane/incidents';
import type { Priority } from '@metropane/live-state';

/** The priority that consequence and time to respond give a rule; for one that has raised nothing yet. */
export function rulePriority({
  severity,
  respondWithinMs,
}: Pick<Rule, 'severity' | 'respondWithinMs'>): Priority {
  return toPriority(severity, urgencyToRespond(respondWithinMs));
}
