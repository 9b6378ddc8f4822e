import type { IncidentState, Priority, Text } from '@metropane/live-state';

/** What `GET /api/v1/areas`, `/agencies` and one of either give. */
export interface GroupsAnswer extends Counted {
  items: (GroupFigures & { code: string })[];
  /** Incidents without a ward: in the figures of the city, in those of no ward. */
  nowhere?: number;
}

export interface GroupAnswer extends Counted {
  code: string;
  figures: GroupFigures;
  incidents: CountedIncident[];
  incidentsInAll: number;
  measures?: AreaMeasure[];
  measuresInAll?: number;
  measuresProblem?: string | null;
}

export interface Counted {
  period: { from: string; to: string; countedAt: string };
  coverage: { missing: number; isComplete: boolean };
  least: { share: number; median: number };
  city: GroupFigures;
}

export const CLOCKS = ['acknowledged', 'on-scene', 'closed'] as const;
export type ClockName = (typeof CLOCKS)[number];
export type FunnelPlace = 'usual' | 'low' | 'very-low' | 'high' | 'very-high';

export interface ShareFigure {
  n: number;
  k: number;
  share: number | null;
  interval: { low: number; high: number } | null;
  place: FunnelPlace | null;
}
export interface MedianFigure {
  reached: number;
  waiting: number;
  ms: number | null;
  lowMs: number | null;
  highMs: number | null;
  isTooFew: boolean;
}
export interface GroupFigures {
  opened: number;
  closed: number;
  openNow: number;
  reports: number;
  clocks: Record<ClockName, { inTime: ShareFigure; median: MedianFigure }>;
  answers?: ShareFigure;
}

export interface CountedIncident {
  id: string;
  title: string;
  category: string;
  state: IncidentState;
  priority: Priority;
  reports: number;
  knownAt: string;
  clocks: Record<ClockName, { ms: number; isReached: boolean; isInTime: boolean | null } | null>;
}

export interface AreaMeasure {
  domain: string;
  entity: string;
  metric: string;
  name: Text;
  window: 'PT1H' | 'P1D';
  windows: number;
  expected: number;
  n: number;
  mean: number | null;
  max: number | null;
  maxAt: string | null;
}
