import type { Incident, Incidents } from '@metropane/incidents';

/** Life-threatening incidents that nobody has acknowledged. */
export function* callingIncidents(incidents: Incidents): Generator<Incident> {
  for (const incident of incidents.values())
    if (incident.priority === 1 && incident.state === 'new') yield incident;
}
