/**
 * One observation of one entity at one event time: up to 64 metrics measured together.
 * `value: null` says "no reading": it is counted as missing and never enters a statistic.
 */
export interface Observation {
  domain: string;
  entity: string;
  /** Event time, epoch milliseconds. */
  tMs: number;
  /** Processing time at the door, or what the binding's arrival column says; epoch milliseconds. */
  arrivalMs: number;
  id?: string;
  seq?: number;
  /** WGS84 `[longitude, latitude]`, degrees. */
  loc?: readonly [number, number];
  readings: Reading[];
}

export interface Reading {
  metric: string;
  value: number | null;
  flag: QartodFlag;
}

/** QARTOD: 1 pass, 2 not evaluated, 3 suspect, 4 fail, 9 missing. 4 and 9 stay out of statistics. */
export type QartodFlag = 1 | 2 | 3 | 4 | 9;
