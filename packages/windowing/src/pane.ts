import type { FiredWindow } from './window-length.ts';

/**
 * When a pane was read, relative to the watermark: `early` before it passed the window's end, `on-time` after it without a revision
 * since, `late` once an event was accepted after it.
 */
export type PaneTiming = 'early' | 'on-time' | 'late';

/** The value of one window of one series. Times are milliseconds since the epoch; a pane always holds n ≥ 1 events. */
export interface Pane {
  readonly series: number;
  readonly window: FiredWindow;
  readonly startMs: number;
  readonly endMs: number;
  readonly n: number;
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstMs: number;
  readonly last: number;
  readonly lastMs: number;
  /**
   * Median and 95th percentile by nearest rank, at most 2 % away from it [W25]. Null for a series that was not asked to keep them
   * when the window began, and where there was no room: then nothing is known, rather than something nearly right.
   */
  readonly p50: number | null;
  readonly p95: number | null;
  /** Events accepted after the watermark had passed `endMs`. */
  readonly revision: number;
  readonly timing: PaneTiming;
  /** No further live revision can come: the watermark passed `endMs + allowedLatenessMs`. */
  readonly isFinal: boolean;
  /** The source's watermark when the pane was read. */
  readonly watermarkMs: number;
}

/** Receives panes as they fire: on time, revised (once per tick), final. The pane is reused: copy what must outlive the call. */
export interface PaneSink {
  onPane(pane: Pane): void;
}

/** The reused form behind `Pane`. */
export type MutablePane = { -readonly [Field in keyof Pane]: Pane[Field] };

/** A pane to be filled; its numbers are NaN until then. */
export function makeMutablePane(): MutablePane {
  return {
    series: -1,
    window: 'PT10S',
    startMs: Number.NaN,
    endMs: Number.NaN,
    n: 0,
    sum: Number.NaN,
    mean: Number.NaN,
    min: Number.NaN,
    max: Number.NaN,
    first: Number.NaN,
    firstMs: Number.NaN,
    last: Number.NaN,
    lastMs: Number.NaN,
    p50: null,
    p95: null,
    revision: 0,
    timing: 'early',
    isFinal: false,
    watermarkMs: Number.NaN,
  };
}
