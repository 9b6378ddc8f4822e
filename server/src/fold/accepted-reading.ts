/** One reading that the fold took in (counted or late; duplicates never reach history). */
export interface AcceptedReading {
  /** Id of the feed that brought it. */
  feed: string;
  domain: string;
  entity: string;
  metric: string;
  tMs: number;
  value: number;
  flag: number;
  arrivalMs: number;
  /** '' = none. */
  id: string;
  late: boolean;
  /** Watermark of the source before this observation: tells which windows had fired already, hence their revision. */
  watermarkMs: number;
  /**
   * Its place in log order: the offset of the record that carried it plus its index there. Unique, since a reading takes more
   * than a byte.
   */
  offset: number;
}
