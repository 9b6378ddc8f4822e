import type { WindowTables } from './pane-reader.ts';
import { HOPPING_SLICES, SLICE_MS } from './window-length.ts';

/**
 * Closes the slices of one series that no event can enter any more: merges them into the accumulators and frees them [W8].
 * Without a receiver of panes nobody can tell when that happens, so it is done when the series takes its next slice, and by the
 * sweep for silent ones: never for all series of a source at once.
 * A closed slice is never opened again: that would overwrite a correct total with a partial one.
 */
export class SliceCloser {
  readonly #tables: WindowTables;
  /** Slices that ended at or before this may close. */
  closeBeforeMs = -Infinity;

  constructor(tables: WindowTables) {
    this.#tables = tables;
  }

  /** Closes what ended at or before `closeBeforeMs`; returns how many slices that were. */
  closeDue(series: number): number {
    const { series: table, slices } = this.#tables;
    const { closeBeforeMs } = this;
    if ((table.firstOpenIndex(series) + 1) * SLICE_MS > closeBeforeMs) return 0;
    let slice = table.firstOpen(series);
    let closed = 0;
    while (slice !== 0 && (slices.index(slice) + 1) * SLICE_MS <= closeBeforeMs) {
      this.close(series, slice);
      slice = slices.next(slice);
      closed++;
    }
    table.setFirstOpen(series, slice, slices.index(slice));
    this.forgetClosed(series);
    return closed;
  }

  /** Merges one slice into the accumulators; slices come in order of time. */
  close(series: number, slice: number): void {
    const { series: table, slices, accumulators } = this.#tables;
    accumulators.addSlice(series, slices, slice);
    if (table.keepsQuantiles(series)) accumulators.addSketch(series, slices, slice);
  }

  /** Frees closed slices, except those of the newest window, once no hopping window over them can change. */
  forgetClosed(series: number): void {
    const { series: table, slices } = this.#tables;
    const kept = firstToKeep(this.#tables, series, this.closeBeforeMs, table.firstOpen(series));
    let oldest = table.oldest(series);
    while (oldest !== kept) oldest = slices.removeOldest(oldest);
    table.setOldest(series, kept);
  }
}

/**
 * The oldest slice that anything can still be read of: an open one, the newest, or for a hopping series one of its newest window or
 * of a window that can still fire. 0 for a series without slices.
 */
// oxlint-disable-next-line max-params -- for every slice that closes: an argument object costs more than the work
export function firstToKeep(
  { series: table, slices }: WindowTables,
  series: number,
  closeBeforeMs: number,
  firstOpen: number,
): number {
  const newest = table.newest(series);
  if (!table.isHopping(series) || newest === 0) return firstOpen === 0 ? newest : firstOpen;
  const newestWindow = slices.index(newest) + 1 - HOPPING_SLICES;
  let slice = table.oldest(series);
  while (slice !== newest && slice !== firstOpen) {
    const index = slices.index(slice);
    if (index >= newestWindow || (index + HOPPING_SLICES) * SLICE_MS > closeBeforeMs) break;
    slice = slices.next(slice);
  }
  return slice;
}
