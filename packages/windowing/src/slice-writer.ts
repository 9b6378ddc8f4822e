import type { WindowTables } from './pane-reader.ts';
import { revisedLevels, SLICE_MS } from './window-length.ts';

/** Puts the accepted values of one observation into the slice of their time, and notes which series that revises [W15]. */
export class SliceWriter {
  readonly #tables: WindowTables;
  readonly #collectsRevisions: boolean;
  readonly #point = { tMs: 0.5, value: 0.5, revisedLevels: 0 };
  #index = 0;
  #revised: number[] = [];

  /** Without `collectsRevisions` nobody waits for late firings and none are noted. */
  constructor(tables: WindowTables, collectsRevisions: boolean) {
    this.#tables = tables;
    this.#collectsRevisions = collectsRevisions;
  }

  /** The time of the values to come, and the watermark that decides whether they are revisions. */
  begin(tMs: number, watermarkMs: number): void {
    this.#index = Math.floor(tMs / SLICE_MS);
    this.#point.tMs = tMs;
    this.#point.revisedLevels = revisedLevels(this.#index, watermarkMs);
  }

  /** Adds one value; its slice must not be closed. */
  add(series: number, value: number): void {
    const { series: table, slices } = this.#tables;
    const index = this.#index;
    this.#point.value = value;
    let slice = table.newest(series);
    // Most events belong to the newest slice or a new one: search backwards.
    while (slice !== 0 && slices.index(slice) > index) {
      slice = slice === table.oldest(series) ? 0 : slices.previous(slice);
    }
    if (slice !== 0 && slices.index(slice) === index) {
      slices.add(slice, this.#point);
    } else {
      slice = this.#insert(series, slice);
      slices.start(slice, this.#point);
    }
    if (this.#collectsRevisions && this.#point.revisedLevels > 0) this.#markRevised(series, slice);
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
    if (firstOpen === 0 || firstOpen === next) table.setFirstOpen(series, slice);
    return slice;
  }

  #markRevised(series: number, slice: number): void {
    this.#tables.slices.setDirty(slice, true);
    if (this.#tables.series.isDirty(series)) return;
    this.#tables.series.setDirty(series, true);
    this.#revised.push(series);
  }
}
