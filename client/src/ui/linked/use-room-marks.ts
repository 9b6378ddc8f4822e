import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useMemo } from 'react';
import { useLive } from '../../live/use-live.ts';
import { incidentMarks } from './incident-marks.ts';
import type { IncidentMark } from './incident-marks.ts';

const INCIDENTS = { tables: ['incident'], maxHz: 0.5 } as const;

/**
 * The most urgent incidents that the room holds (open ones, and what closed lately) and that began in a stretch of time. Nothing is asked
 * of the centre: a wall may not, and what it no longer knows it does not mark.
 */
export function useRoomMarks(fromMs: number, toMs: number, most: number): readonly IncidentMark[] {
  const incidents = useLive(selectIncidents, INCIDENTS);
  // As text: an incident that changes in anything else must not draw every chart anew.
  const told = JSON.stringify(incidentMarks(incidents, { fromMs, toMs, most }).marks);
  return useMemo(() => JSON.parse(told) as IncidentMark[], [told]);
}

function selectIncidents({ records }: CityState): IncidentRecord[] {
  return [...records.incident.values()];
}
