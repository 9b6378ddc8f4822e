import type { ReadingOutcome } from '@metropane/city';

/**
 * One reading and how the fold judged it. Only counted and late ones are part of any number; the others are kept so that a
 * receipt can tell what else came.
 */
export interface AcceptedReading {
  /** Id of the feed that brought it. */
  feed: string;
  domain: string;
  entity: string;
  metric: string;
  tMs: number;
  /** NaN = missing. */
  value: number;
  flag: number;
  arrivalMs: number;
  /** '' = none. */
  id: string;
  outcome: ReadingOutcome;
  /** Watermark of the source before this observation: tells which windows had fired already, hence their revision. */
  watermarkMs: number;
  /**
   * Its place in log order: the offset of the record that carried it plus its index there. Unique, since a reading takes more
   * than a byte.
   */
  offset: number;
}

/** One to be filled again and again. Doubles from the start: V8 would remake its shape when the first fraction comes. */
export function emptyReading(): AcceptedReading {
  return {
    ...{ feed: '', domain: '', entity: '', metric: '', id: '', outcome: 'missing', flag: 0 },
    ...{ tMs: 0.5, value: 0.5, arrivalMs: 0.5, watermarkMs: 0.5, offset: 0.5 },
  };
}
