import type { WallRoomConfig } from './walls/wall-room.ts';
import type { Rule } from '@metropane/city';
import type { ServiceLevels, TopologyLink } from '@metropane/incidents';
import type { LayerSchema, Priority, Text } from '@metropane/live-state';

/**
 * Everything configurable that the fold depends on. It enters as a journal entry `config` with full content, so that a
 * replay folds yesterday's readings with yesterday's configuration.
 */
export interface FoldConfig {
  feeds: FeedConfig[];
  layers: LayerSchema[];
  indicators: IndicatorConfig[];
  trends: TrendConfig[];
  heats: HeatConfig[];
  /** IANA zone of the city: where a civil day starts on charts. */
  zone: string;
  /** Absent in journals of before 2026-11-23: walls show the overview. */
  walls?: { rooms: WallRoomConfig[]; scenes: string[] };
  /** Absent in journals of before 2026-11-23: no alarms. */
  alarms?: AlarmConfig;
}

/** What alarms and incidents are made with, from the city pack; rules edited since lie in the journal and override by id. */
export interface AlarmConfig {
  rules: Rule[];
  thresholds: DatedThreshold[];
  topology: TopologyLink[];
  /** Places of entities that rules look around from; `domain/entity`. */
  places: Record<
    string,
    { loc: readonly [number, number]; name: Text; unit?: { code: string; name: string } }
  >;
  /** How often a metric is promised, ms, by `domain/entity`: what completeness is judged by where no feed has told it. */
  periods?: Record<string, Record<string, number>>;
  positions: PositionConfig[];
  sops: SopConfig[];
  serviceLevels: ServiceLevels;
}

/** One edition of the levels of one station; instants, `toMs` exclusive. */
export interface DatedThreshold {
  id: string;
  editions: { fromMs: number; toMs?: number; levels: { name: string; value: number }[] }[];
}

/** A duty post of the control room and what it answers for; the one without categories takes the rest. */
export interface PositionConfig {
  id: string;
  name: Text;
  categories: string[];
}

export interface SopConfig {
  id: string;
  name: Text;
  categories: string[];
  steps: {
    id: string;
    text: Text;
    role: 'operator' | 'supervisor' | 'agency';
    agency?: string;
    withinMin?: number;
    isTwoPerson?: boolean;
  }[];
}

export interface FeedConfig {
  id: string;
  format: string;
  watermarkPer: 'entity' | 'feed';
  outOfOrdernessMs: number;
  allowedLatenessMs: number;
  idleAfterMs: number;
  dedupMs: number;
  /** Shown on every screen that uses it. */
  simulated: boolean;
  /** Expected period between arrivals, when the feed has one: silent after twice this. */
  periodMs: number | null;
}

/** Which readings a figure is made of. Without `entities`: all of the domain. */
export interface SeriesSelector {
  domain: string;
  metric: string;
  entities?: string[];
}

export interface Level {
  priority: Priority;
  op: 'ge' | 'le';
  value: number;
  name?: Text;
}

export interface IndicatorConfig {
  id: string;
  name: Text;
  unit: string;
  decimals: number;
  kind: 'series' | 'heat-mean' | 'incidents-open' | 'devices-online' | 'no-source';
  source?: SeriesSelector;
  /** For `heat-mean`: the mean over the rows of this heat map. */
  heat?: string;
  /**
   * Over the newest 5-min bin: `mean`, `max`, `last` (newest event), `within` (share of readings inside `band`, in %),
   * `sumOfMeans` (the sum over entities of their mean: a total of gauges). `sum` adds up counts over `spanMs`.
   */
  aggregate: 'mean' | 'sum' | 'sumOfMeans' | 'max' | 'last' | 'within';
  /** Only for `sum`. */
  spanMs?: number;
  band?: [number, number];
  periodMs: number;
  levels: Level[];
}

export interface TrendConfig {
  id: string;
  panel: string;
  name: Text;
  unit: string;
  decimals: number;
  source: SeriesSelector;
  aggregate: 'mean' | 'last';
  periodMs: number;
  levels: Level[];
}

export interface HeatConfig {
  id: string;
  name: Text;
  unit: string;
  domain: string;
  metric: string;
  transform?: 'vn-aqi-pm25';
  rows: { entity: string; name: Text }[];
  periodMs: number;
}

export const EMPTY_CONFIG: FoldConfig = {
  feeds: [],
  layers: [],
  indicators: [],
  trends: [],
  heats: [],
  zone: 'UTC',
};
