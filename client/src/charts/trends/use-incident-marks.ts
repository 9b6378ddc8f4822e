import { useCallback, useMemo } from 'react';
import type { CityState, IncidentRecord } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import { useLive } from '../../live/use-live.ts';
import { incidentMarks } from '../../ui/linked/incident-marks.ts';
import type { IncidentMark } from '../../ui/linked/incident-marks.ts';
import type { Axis } from './time-span.ts';

const MOST_MARKS = 12;
const ASK_EVERY_MS = 120_000;

/** Incidents of the two most urgent priorities that were opened in a stretch of time; of many the most urgent and newest. */
export function useIncidentMarks({ fromMs, toMs }: Axis): { marks: IncidentMark[]; hidden: number } {
  const { api } = useCentre();
  // The room holds what is open and what closed lately; older ones the centre knows.
  const live = useLive(selectIncidents, INCIDENTS);
  const ask = useCallback(() => api.get<{ items: IncidentRecord[] }>('/incidents?limit=500'), [api]);
  const { value } = useAnswer(ask, ASK_EVERY_MS);
  return useMemo(
    () => incidentMarks([...(value?.items ?? []), ...live], { fromMs, toMs, most: MOST_MARKS }),
    [value, live, fromMs, toMs],
  );
}

const INCIDENTS = { tables: ['incident'], maxHz: 0.5 } as const;

function selectIncidents({ records }: CityState): IncidentRecord[] {
  return [...records.incident.values()];
}
