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
