/**
 * A layer is one domain's live entities as numeric columns. Rows are dense ids given by the fold, stable within an epoch.
 * Every layer has `lonDeg`, `latDeg`, `eventTimeMs` and one f32 column per metric; NaN = no value.
 */
export interface LayerSchema {
  /** Domain code, e.g. `traffic`, `transit`, `air`, `water`, `rain`, `flood`. */
  id: string;
  /** Metric column names in order, e.g. `['speedKmh']`. */
  metrics: string[];
}
