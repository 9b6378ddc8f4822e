import { addMod128, CanonicalWriter, ZERO_HASH128 } from '@metropane/base';
import type { Hash128 } from '@metropane/base';
import type { IdentityMemory } from './identity-memory.ts';
import type { WindowTables } from './pane-reader.ts';
import type { SourceTable } from './source-table.ts';
import { BLOCK_SIZE } from './statistics-block.ts';
import { LEVELS } from './window-length.ts';

/**
 * The state as one hash per key, so that two folds of one log can be compared [W19]. Hashed is what can still be observed; not
 * hashed are numbers given by the engine, free lists, expired identities, and which representation a slice happens to have.
 * Costs about 1 µs per slice and identity: for checkpoints, not for ticks.
 */
export function forEachSeriesHash(
  state: WindowTables & { readonly identities: IdentityMemory },
  visit: (series: number, source: number, hash: Hash128) => void,
): void {
  const { series: table, slices, sources, accumulators } = state;
  const writer = new CanonicalWriter();
  const block = new Float64Array(BLOCK_SIZE);
  for (let series = 0; series < table.count; series++) {
    const source = table.source(series);
    const identities = sumIdentities(state.identities, series, sources.horizonStartMs(source));
    writer.reset().bool(table.isHopping(series)).bool(table.isDirty(series));
    for (const word of identities) writer.u32(word);
    accumulators.forEachNumber(series, (value) => writer.f64(value));
    const firstOpen = table.firstOpen(series);
    let isOpen = false;
    for (let slice = table.oldest(series); slice !== 0; slice = slices.next(slice)) {
      if (slice === firstOpen) isOpen = true;
      writer.bool(isOpen).bool(slices.isDirty(slice)).f64(slices.index(slice)).u32(slices.n(slice));
      for (let level = 0; level < LEVELS; level++) writer.u32(slices.revision(slice, level));
      slices.mergeInto(slice, block, 0, true);
      for (const value of block) writer.f64(value);
    }
    visit(series, source, writer.hash());
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

const identityWriter = new CanonicalWriter();

/** The sum mod 2^128 of the hashes of a series' identities: their order in memory does not count, equal times have none. */
function sumIdentities(identities: IdentityMemory, series: number, horizonStartMs: number): Hash128 {
  let sum: Hash128 = ZERO_HASH128;
  identities.forEach(series, horizonStartMs, (key) => {
    const hash = identityWriter.reset().f64(key.tMs).u32(key.hi).u32(key.lo).u32(key.check).hash();
    sum = addMod128(sum, hash);
  });
  return sum;
}
