import { CanonicalWriter } from '@metropane/base';
import type { Hash128 } from '@metropane/base';
import type { IdentityMemory } from './identity-memory.ts';
import type { WindowTables } from './pane-reader.ts';
import type { SourceTable } from './source-table.ts';
import { BLOCK_SIZE, LAST, LAST_T } from './statistics-block.ts';
import { LEVELS } from './window-length.ts';

/**
 * The state as one hash per key, so that two folds of one log can be compared [W19]. Hashed is what can still be observed; not
 * hashed are numbers given by the engine, free lists, expired identities, and which representation a slice happens to have.
 * About 2 µs per series with a quarter of an hour of readings: for checkpoints, not for ticks.
 */
export function forEachSeriesHash(
  state: WindowTables & { readonly identities: IdentityMemory },
  visit: (series: number, source: number, hash: Hash128) => void,
): void {
  const { series: table, sources } = state;
  const writer = new CanonicalWriter();
  for (let series = 0; series < table.count; series++) {
    const source = table.source(series);
    writer.reset().bool(table.isHopping(series)).bool(table.isDirty(series));
    // Log order is part of the state: it decides who goes first at the limit.
    let identities = 0;
    state.identities.forEach(series, sources.horizonStartMs(source), (key) => {
      writer.f64(key.tMs).u32(key.hi).u32(key.lo).u32(key.check);
      identities++;
    });
    writer.u32(identities);
    state.accumulators.forEachNumber(series, (value) => writer.f64(value));
    writeSlices(writer, state, series);
    visit(series, source, writer.hash());
  }
}

const block = new Float64Array(BLOCK_SIZE);

function writeSlices(writer: CanonicalWriter, { series: table, slices }: WindowTables, series: number): void {
  const firstOpen = table.firstOpen(series);
  let isOpen = false;
  for (let slice = table.oldest(series); slice !== 0; slice = slices.next(slice)) {
    if (slice === firstOpen) isOpen = true;
    const n = slices.n(slice);
    writer
      .bool(isOpen)
      .bool(slices.isDirty(slice))
      .f64(slices.index(slice))
      .u32(n)
      .u32(slices.revision(slice, 0));
    if (slices.hasRevisions(slice)) {
      for (let level = 1; level < LEVELS; level++) writer.u32(slices.revision(slice, level));
    }
    slices.mergeInto(slice, block, 0, true);
    // One event says it all with its value and time.
    if (n === 1) writer.f64(block[LAST]!).f64(block[LAST_T]!);
    else for (const value of block) writer.f64(value);
  }
}

/** One hash per source: newest event time, watermark and last arrival. */
export function forEachSourceHash(
  sources: SourceTable,
  visit: (source: number, feed: number, hash: Hash128) => void,
): void {
  const writer = new CanonicalWriter();
  for (let source = 0; source < sources.count; source++) {
    writer
      .reset()
      .f64(sources.maxEventMs(source))
      .f64(sources.watermarkMs(source))
      .f64(sources.lastArrivalMs(source));
    visit(source, sources.feed(source), writer.hash());
  }
}
