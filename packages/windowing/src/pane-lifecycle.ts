import type { Pane, PaneSink } from './pane.ts';
import { PaneReader } from './pane-reader.ts';
import type { WindowTables } from './pane-reader.ts';
import { SliceCloser } from './slice-closer.ts';
import { HOPPING_SLICES, LEVELS, SLICE_MS, SLICES_BY_LEVEL } from './window-length.ts';

/**
 * What happens to a series when its source's watermark moves from `before` to `now`: windows whose end was passed fire on time [W14],
 * slices that no event can enter any more are merged into the accumulators and freed [W8], windows that cannot change any more
 * fire for the last time [W16].
 */
export class PaneLifecycle {
  readonly #tables: WindowTables;
  readonly #sink: PaneSink;
  readonly #closer: SliceCloser;
  readonly #reader: PaneReader;

  constructor(tables: WindowTables, sink: PaneSink) {
    this.#tables = tables;
    this.#sink = sink;
    this.#reader = new PaneReader(tables);
    this.#closer = new SliceCloser(tables);
  }

  /** Applies a rise of the watermark (already stored in the source) to one series. */
  advance(series: number, beforeMs: number): void {
    const { sources, series: table } = this.#tables;
    const source = table.source(series);
    const nowMs = sources.settledMs(source);
    const closeBeforeMs = nowMs - sources.allowedLatenessMs(source);
    this.#fireOnTime(series, beforeMs);
    this.#closeSlices(series, beforeMs, closeBeforeMs);
    this.#closer.closeBeforeMs = closeBeforeMs;
    this.#closer.forgetClosed(series);
  }

  /** Fires the windows that were revised since the last flush [W15]. Called once per tick for each series that asked for it. */
  flushRevisions(series: number): void {
    const sink = this.#sink;
    const { sources, series: table, slices } = this.#tables;
    const source = table.source(series);
    const watermarkMs = sources.settledMs(source);
    const closedMs = watermarkMs - sources.allowedLatenessMs(source);
    for (let level = 0; level < LEVELS; level++) {
      this.#reader.start(series, level, closedMs);
      while (this.#reader.next() && this.#reader.pane.endMs <= watermarkMs) {
        if (this.#reader.isDirty) sink.onPane(this.#reader.pane);
      }
    }
    if (table.isHopping(series)) {
      this.#fireHopping(series, { afterMs: closedMs, untilMs: watermarkMs }, (pane) => {
        if (this.#reader.isDirty) sink.onPane(pane);
      });
    }
    for (let slice = table.firstOpen(series); slice !== 0; slice = slices.next(slice))
      slices.setDirty(slice, false);
  }

  /** [W14] once per window, when the watermark passes its end; the pane says whether it is final at once. */
  #fireOnTime(series: number, beforeMs: number): void {
    const sink = this.#sink;
    const { sources, series: table } = this.#tables;
    const nowMs = sources.settledMs(table.source(series));
    for (let level = 0; level < LEVELS; level++) {
      const lengthMs = SLICES_BY_LEVEL[level]! * SLICE_MS;
      if (Math.floor(nowMs / lengthMs) === Math.floor(beforeMs / lengthMs)) continue;
      this.#reader.start(series, level, beforeMs);
      while (this.#reader.next() && this.#reader.pane.endMs <= nowMs) sink.onPane(this.#reader.pane);
    }
    if (table.isHopping(series)) {
      this.#fireHopping(series, { afterMs: beforeMs, untilMs: nowMs }, (pane) => sink.onPane(pane));
    }
  }

  #closeSlices(series: number, beforeMs: number, closeBeforeMs: number): void {
    const { series: table, slices } = this.#tables;
    if (table.isHopping(series)) this.#fireFinalHopping(series, beforeMs);
    let slice = table.firstOpen(series);
    while (slice !== 0 && (slices.index(slice) + 1) * SLICE_MS <= closeBeforeMs) {
      this.#fireFinalBefore(series, slice, beforeMs);
      this.#closer.close(series, slice);
      slices.setDirty(slice, false);
      slice = slices.next(slice);
      table.setFirstOpen(series, slice, slices.index(slice));
    }
    this.#fireFinal(series, beforeMs, null);
  }

  /** [W16] fires what the closing of `slice` completes: the windows that it does not continue, then its own PT10S. */
  #fireFinalBefore(series: number, slice: number, beforeMs: number): void {
    const { slices } = this.#tables;
    const index = slices.index(slice);
    this.#fireFinal(series, beforeMs, index);
    if ((index + 1) * SLICE_MS > beforeMs) return;
    this.#reader.readSlice(series, slice);
    this.#sink.onPane(this.#reader.pane);
  }

  /**
   * Fires the windows of the newest closed slice that this rise made final; one that also fired on time just now said so itself.
   * With `nextIndex`, only those that do not contain that slice: the others are not complete yet.
   */
  #fireFinal(series: number, beforeMs: number, nextIndex: number | null): void {
    const { accumulators } = this.#tables;
    if (!accumulators.isUsed(series)) return;
    for (let level = 1; level < LEVELS; level++) {
      const size = SLICES_BY_LEVEL[level]!;
      const window = accumulators.closedWindow(series, level);
      if (nextIndex !== null && Math.floor(nextIndex / size) === window) continue;
      const endMs = (window + 1) * size * SLICE_MS;
      if (endMs > beforeMs || !this.#becameFinal(series, endMs, beforeMs)) continue;
      this.#reader.readClosed(series, level);
      this.#sink.onPane(this.#reader.pane);
    }
  }

  #becameFinal(series: number, endMs: number, beforeMs: number): boolean {
    const { sources, series: table } = this.#tables;
    const source = table.source(series);
    const finalMs = endMs + sources.allowedLatenessMs(source);
    return beforeMs < finalMs && finalMs <= sources.settledMs(source);
  }

  #fireFinalHopping(series: number, beforeMs: number): void {
    const { sources, series: table } = this.#tables;
    const source = table.source(series);
    const latenessMs = sources.allowedLatenessMs(source);
    const untilMs = Math.min(beforeMs, sources.settledMs(source) - latenessMs);
    this.#fireHopping(series, { afterMs: beforeMs - latenessMs, untilMs }, (pane) => this.#sink.onPane(pane));
  }

  /** Reads every hopping window with `afterMs < end <= untilMs` that holds an event, oldest first. */
  #fireHopping(
    series: number,
    range: { afterMs: number; untilMs: number },
    fire: (pane: Pane) => void,
  ): void {
    const { series: table, slices } = this.#tables;
    const oldest = table.oldest(series);
    if (oldest === 0) return;
    const first = Math.max(Math.floor(range.afterMs / SLICE_MS), slices.index(oldest)) + 1;
    const newestEnd = slices.index(table.newest(series)) + HOPPING_SLICES;
    const last = Math.min(Math.floor(range.untilMs / SLICE_MS), newestEnd);
    for (let end = first; end <= last; end++) {
      if (this.#reader.readHopping(series, end)) fire(this.#reader.pane);
    }
  }
}
