import type { Priority } from './incident.ts';

/** How soon somebody must act. */
export const URGENCIES = ['immediate', 'within-hour', 'within-day'] as const;
export type Urgency = (typeof URGENCIES)[number];
/** 1 life safety, 2 major service, 3 local, 4 information. */
export const SEVERITIES = [1, 2, 3, 4] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Reports say how bad, not how urgent: the worse, the sooner. */
const USUAL_URGENCY: Readonly<Record<Severity, Urgency>> = {
  1: 'immediate',
  2: 'within-hour',
  3: 'within-hour',
  4: 'within-day',
};

/** A report that says nothing about its severity is taken as a local matter. */
export const DEFAULT_SEVERITY: Severity = 3;

/**
 * Severity by urgency, the matrix usual in control rooms: P1 = life safety, or a major service at once; P2 = other major services, or a
 * local matter at once; P3 = other local matters; P4 = information. Without urgency the usual one of the severity.
 */
export function toPriority(severity: Severity = DEFAULT_SEVERITY, urgency?: Urgency): Priority {
  const isImmediate = (urgency ?? USUAL_URGENCY[severity]) === 'immediate';
  if (severity === 1) return 1;
  if (severity === 2) return isImmediate ? 1 : 2;
  if (severity === 3) return isImmediate ? 2 : 3;
  return 4;
}

const IMMEDIATE_MS = 10 * 60_000;
const HOUR_MS = 60 * 60_000;

/** How soon somebody must act on what leaves so much time to respond: up to 10 min at once, up to an hour within it. */
export function urgencyToRespond(respondWithinMs: number): Urgency {
  if (respondWithinMs <= IMMEDIATE_MS) return 'immediate';
  return respondWithinMs <= HOUR_MS ? 'within-hour' : 'within-day';
}
