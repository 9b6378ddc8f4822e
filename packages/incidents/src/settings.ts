import { rescheduled } from './change-of.ts';
import { startClocks } from './clocks.ts';
import type { Incident } from './incident.ts';
import { DEFAULT_SERVICE_LEVELS } from './service-levels.ts';
import type { ServiceLevels } from './service-levels.ts';
import { startSop } from './sop-progress.ts';
import type { Sop } from './sop-progress.ts';

/** What incidents are made with, from the fold configuration. */
export interface IncidentSettings {
  sops: readonly Sop[];
  serviceLevels: ServiceLevels;
}

export const DEFAULT_SETTINGS: IncidentSettings = { sops: [], serviceLevels: DEFAULT_SERVICE_LEVELS };

/** With its clocks running since the centre knew, and the procedure of its category (or of the rule that found it). */
export function begin(incident: Incident, settings: IncidentSettings, sopId?: string): Incident {
  const fromMs = incident.clocksFromMs ?? incident.knownAtMs;
  const sop =
    settings.sops.find(({ id }) => id === sopId) ??
    settings.sops.find(({ categories }) => categories.includes(incident.category));
  return {
    ...incident,
    clocks: startClocks(incident, fromMs, settings.serviceLevels),
    ...(sop === undefined ? {} : { sop: startSop(sop, incident.knownAtMs) }),
  };
}

/** Clocks that follow an earlier detection and a raised priority. */
export function settledClocks(before: Incident, after: Incident, settings: IncidentSettings): Incident {
  const { clocks } = after;
  if (clocks === undefined) return after;
  const detected = clocks.map((clock) =>
    clock.name === 'detected' ? { ...clock, atMs: after.openedAtMs } : clock,
  );
  const timed: Incident = before.openedAtMs === after.openedAtMs ? after : { ...after, clocks: detected };
  return before.priority === after.priority ? timed : rescheduled(timed, settings);
}
