import type { Text } from '@metropane/live-state';

/** What `GET /api/v1/incidents/{id}/insight` gives. */
export interface InsightAnswer {
  incidentId: string;
  atMs: number;
  span: { fromMs: number; toMs: number; stepMs: number; weeks: number };
  /** Below this nothing is ranked. */
  least: { values: number; weeks: number; n: number };
  series: SeriesAround[];
  seriesProblem: string | null;
  anchors: NamedThing[];
  network: NetworkThing[];
  near: (NamedThing & { distanceM: number })[];
  nearInAll: number;
  ward: { code: string; name: string; inAll: number; things: NamedThing[] } | null;
  similar: SimilarIncident[];
  compared: { incidents: number; oldestMs: number; forgotten: number };
}

export interface NamedThing {
  /** `domain/entity` */
  key: string;
  name: Text;
}

export type NetworkKind = 'road' | 'feeder' | 'reach' | 'drain';

export interface NetworkThing extends NamedThing {
  kind: NetworkKind;
  side: 'from' | 'to';
  hops: number;
  via: string;
  lagMs?: number;
}

export interface SeriesAround {
  domain: string;
  entity: string;
  metric: string;
  name: Text;
  distanceM: number | null;
  relation:
    | { kind: 'anchor' }
    | { kind: 'network'; over: NetworkKind; side: 'from' | 'to'; hops: number }
    | { kind: 'near' };
  values: (number | null)[];
  surprise: RankedSurprise | UnrankedSurprise;
}

interface Usual {
  median: number;
  low: number;
  high: number;
}
export interface RankedSurprise {
  kind: 'ranked';
  peak: number;
  value: number;
  usual: Usual;
  z: number | null;
  asFar: number;
  weeks: number;
  chance: number;
  n: number;
}
export interface UnrankedSurprise {
  kind: 'too-few';
  values: number;
  n: number;
  weeks: number;
  usual: Usual | null;
}

export interface SimilarIncident {
  id: string;
  title: string;
  openedAtMs: number;
  tookMs: number;
  reports: number;
  agencies: string[];
  score: number;
  parts: { category: number; place?: number; time: number; alarms?: number };
  distanceM?: number;
  sharedRules: string[];
}
