import type { IncidentClockName } from './incident-parts.ts';
import type { Priority } from './incident.ts';

/** Minutes from when the centre knew to each clock, by priority; null = no limit. */
export type ServiceLevels = Record<Priority, Partial<Record<IncidentClockName, number | null>>>;

/**
 * What holds where the city sets nothing: an operator reacts to life safety within a minute, help is asked for within five and is
 * there within fifteen. Illustrative; a city replaces it by its own regulation.
 */
export const DEFAULT_SERVICE_LEVELS: ServiceLevels = {
  1: { acknowledged: 1, routed: 5, 'on-scene': 15, mitigated: 60, closed: 240 },
  2: { acknowledged: 5, routed: 15, 'on-scene': 30, mitigated: 120, closed: 480 },
  3: { acknowledged: 15, routed: 60, 'on-scene': 120, mitigated: 480, closed: 1_440 },
  4: { acknowledged: 60, routed: null, 'on-scene': null, mitigated: null, closed: 4_320 },
};

/** Minutes within which an agency that was asked must have answered, by priority. */
export const ANSWER_WITHIN_MIN: Readonly<Record<Priority, number>> = { 1: 2, 2: 5, 3: 15, 4: 60 };

/** Duty leader when nobody has acknowledged after this many times the limit. */
export const SECOND_ESCALATION_FACTOR = 2;
