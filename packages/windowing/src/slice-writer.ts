import type { SliceCloser } from './slice-closer.ts';
import { ALLOWED_LATENESS, AFTER, BEFORE, T, VALUE } from './observation.ts';
import type { Observation } from './observation.ts';
import type { WindowTables } from './pane-reader.ts';
import { revisedLevels, SLICE_MS } from './window-length.ts';

/** Puts the accepted values of one observation into the slice of their time, and notes which series that revises [W15]. */
export class SliceWriter {
  readonly #tables: WindowTables;
  readonly #closer: SliceCloser | null;
  readonly #event: Observation;
  #index = 0;
  #revisedLevels = 0;
  #revised: number[] = [];

  /** With a `closer` a series closes what is due when it takes its next slice; without, slices close elsewhere and revisions are noted. */
  constructor(tables: WindowTables, event: Observation, closer: SliceCloser | null) {
    this.#tables = tables;
    this.#event = event;
    this.#closer = closer;
  }

  /** Reads the time of the values to come, and the watermark that decides whether they are revisions. */
  begin(): void {
    const event = this.#event;
    const index = Math.floor(event[T]! / SLICE_MS);
    this.#index = index;
    // Of most events not even their own slice has ended.
    this.#revisedLevels = (index + 1) * SLICE_MS > event[BEFORE]! ? 0 : revisedLevels(index, event[BEFORE]!);
  }

  /** Adds the event's value; its slice must not be closed. */
  add(series: number): void {
    const { series: table, slices } = this.#tables;
    const index = this.#index;
    let slice = table.newest(series);
    if (this.#closer !== null) {
      const closeBeforeMs = this.#event[AFTER]! - this.#event[ALLOWED_LATENESS]!;
      // At once, although several in one go would be fewer steps: the freed record is the next one taken, so that the slices of
      // neighbouring series stay neighbours. Closing whole minutes made the order of records random and everything a third slower.
      if ((table.firstOpenIndex(series) + 1) * SLICE_MS <= closeBeforeMs) {
        this.#closer.closeBeforeMs = closeBeforeMs;
        this.#closer.closeDue(series);
      }
    }
    // Most events belong to the newest slice or a new one: search backwards.
    while (slice !== 0 && slices.index(slice) > index) {
      slice = slice === table.oldest(series) ? 0 : slices.previous(slice);
    }
    if (slice !== 0 && slices.index(slice) === index) {
      if (table.keepsQuantiles(series)) slices.sketch(slice, this.#event[VALUE]!);
      slices.add(slice, this.#event, this.#revisedLevels);
    } else {
      slice = this.#insert(series, slice);
      slices.start(slice, this.#event, this.#revisedLevels);
    }
    if (this.#closer === null && this.#revisedLevels > 0) this.#markRevised(series, slice);
  }

  /** The series that were revised since the last call, in log order; some may have been shown already. */
  takeRevised(): number[] {
    const revised = this.#revised;
    this.#revised = [];
    return revised;
  }

  snapshot(): number[] {
    return [...this.#revised];
  }

  load(revised: readonly number[]): void {
    this.#revised = [...revised];
  }

  #insert(series: number, previous: number): number {
    const { series: table, slices } = this.#tables;
    const next = previous === 0 ? table.oldest(series) : slices.next(previous);
    const slice = slices.insert(this.#index, previous, next);
    if (previous === 0) table.setOldest(series, slice);
    if (next === 0) table.setNewest(series, slice);
    const firstOpen = table.firstOpen(series);
    if (firstOpen === 0 || firstOpen === next) table.setFirstOpen(series, slice, this.#index);
    return slice;
  }

  #markRevised(series: number, slice: number): void {
    this.#tables.slices.setDirty(slice, true);
    if (this.#tables.series.isDirty(series)) return;
    this.#tables.series.setDirty(series, true);
    this.#revised.push(series);
  }
}
