import type { FrameTexts } from './frame-texts.ts';
import type { QartodFlag } from './observation.ts';
import type { RowPlace } from './row-place.ts';

/**
 * A batch of decoded observations of one feed, as columns: the payload of a `readings` record of the telemetry log
 * and the only form in which readings reach the fold, so that live and replay fold the same bytes.
 * Two levels: observation rows, each owning the reading rows `[readingEnd[i-1] ?? 0, readingEnd[i])`.
 * Strings are indexes into `texts`; index 0 is always ''. A text may stand there more than once: compare texts, not indexes.
 */
export interface ReadingsFrame {
  feed: string;
  bindingRev: number;
  texts: FrameTexts;
  /** The place of each row, while the frame is in the hands of who built it; null in a frame that was read from bytes. */
  places: readonly RowPlace[] | null;
  domain: Uint32Array;
  entity: Uint32Array;
  timeMs: Float64Array;
  arrivalMs: Float64Array;
  /** String index of the observation's id; 0 = none. */
  id: Uint32Array;
  /** NaN = no location. */
  lon: Float64Array;
  lat: Float64Array;
  readingEnd: Uint32Array;
  metric: Uint32Array;
  /** NaN = missing (the payload said null). */
  value: Float64Array;
  flag: Uint8Array;
}

export type FlagColumnValue = QartodFlag;
