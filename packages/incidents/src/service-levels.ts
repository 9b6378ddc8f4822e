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
