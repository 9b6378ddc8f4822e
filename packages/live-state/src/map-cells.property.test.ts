import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDiff, applySnapshot, appliedDiff } from './apply-diff.ts';
import { CellIndex } from './cell-index.ts';
import type { LayerTouch } from './cell-index.ts';
import { mergeTouches, rowsByCell } from './cell-parts.ts';
import { clearChannels, joinParts, parseChannel, withoutCoveredCells } from './channels.ts';
import type { Channel, ChannelPart } from './channels.ts';
import type { CityDiff } from './city-diff.ts';
import { emptyDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import { emptyState } from './city-state.ts';
import { LayerDiffBuilder } from './layer-diff-builder.ts';
import { layerDiffOf } from './layer-rows.ts';
import { cellAt, parseCell } from './map-cells.ts';
import { snapshotPartOf } from './snapshot-of.ts';
import { stateHash } from './state-hash.ts';

/** Four places, two of them in one cell, and none: with so few, rows cross cells all the time. */
const PLACES = [
  [106.7, 10.776],
  [106.701, 10.777],
  [106.75, 10.776],
  [106.7, 10.9],
  [Number.NaN, Number.NaN],
] as const;
const CELLS: Channel[] = [...new Set(PLACES.map(([lon, lat]) => cellAt(lon, lat)))].flatMap((cell) => [
  `layer:transit@${cell}` as const,
  `layer:air@${cell}` as const,
]);
const CHANNELS: Channel[] = [...CELLS, 'layer:transit'];

const change = fc.record({
  layer: fc.constantFrom('transit', 'transit', 'air'),
  kind: fc.constantFrom('name', 'move', 'move', 'measure', 'remove'),
  row: fc.integer({ min: 0, max: 5 }),
  place: fc.constantFrom(...PLACES),
  figure: fc.constantFrom(Number.NaN, 1, 2.5),
});
const publishes = fc.array(fc.array(change, { maxLength: 8 }), { minLength: 1, maxLength: 6 });
const interest = fc.subarray(CHANNELS).map(withoutCoveredCells);

function toDiff(changes: (typeof change extends fc.Arbitrary<infer C> ? C : never)[], seq: number): CityDiff {
  const diff = emptyDiff({ epoch: 1, from: seq - 1, seq, atMs: seq });
  for (const layer of ['transit', 'air']) {
    const builder = new LayerDiffBuilder({ id: layer, metrics: ['figure'] });
    for (const { kind, row, place, figure, ...each } of changes) {
      if (each.layer !== layer) continue;
      if (kind === 'name') builder.name(row, `${layer}-${row}`);
      else if (kind === 'move') builder.move(row, place[0], place[1]);
      else if (kind === 'measure') builder.measure(row, seq, [figure]);
      else builder.remove(row);
    }
    diff.layers.set(layer, builder.take());
  }
  return diff;
}

/** What a screen of this interest should hold: every row looked at, no index asked. */
function seenBy(state: CityState, channels: readonly Channel[]): CityState {
  const parts = channels
    .map((channel) => snapshotPartOf(state, channel))
    .filter((part) => part !== undefined);
  const span = { epoch: 1, from: 0, seq: state.seq, atMs: state.atMs };
  return appliedDiff(emptyState(1), joinParts(span, parts));
}

/** What the watchers of `channels` are told after the publishes that `touches` come from. */
function toldOf(
  { state, index, from }: { state: CityState; index: CellIndex; from: number },
  channels: readonly Channel[],
  touches: readonly Map<string, LayerTouch>[],
): CityDiff {
  const parts = channels.flatMap((channel): ChannelPart[] => {
    const target = parseChannel(channel);
    if (target?.kind !== 'layer') return [];
    const table = state.layers.get(target.layerId);
    const ofLayer = touches.map((each) => each.get(target.layerId)).filter((touch) => touch !== undefined);
    if (table === undefined || ofLayer.length === 0) return [];
    const touch = mergeTouches(ofLayer, table.rowCount);
    if (target.cell === undefined)
      return [{ kind: 'layer', diff: layerDiffOf(table, namedOnly(table, touch)) }];
    const rows = rowsByCell(table, index.cellsOf(target.layerId), touch).get(parseCell(target.cell)!);
    return rows === undefined ? [] : [{ kind: 'layer', diff: layerDiffOf(table, rows) }];
  });
  return joinParts({ epoch: 1, from, seq: state.seq, atMs: state.atMs }, parts);
}

function namedOnly(table: { names: (string | undefined)[] }, touch: LayerTouch): LayerTouch {
  return { ...touch, named: touch.named.filter((row) => table.names[row] !== undefined) };
}

test('[L15] a screen that holds some cells holds the state in those cells, publish by publish', () => {
  fc.assert(
    fc.property(publishes, interest, (run, channels) => {
      const state = emptyState(1);
      const index = new CellIndex(state);
      const screen = emptyState(1);
      run.forEach((changes, i) => {
        const diff = toDiff(changes, i + 1);
        applyDiff(state, diff);
        applyDiff(screen, toldOf({ state, index, from: i }, channels, [index.advance(state, diff)]));
        expect(stateHash(screen)).toBe(stateHash(seenBy(state, channels)));
      });
    }),
    { numRuns: 500 },
  );
});

test('[L16] cells are taken up and given up at any moment, and nothing of another cell is touched', () => {
  fc.assert(
    fc.property(publishes, fc.array(interest, { minLength: 6, maxLength: 6 }), (run, interests) => {
      const state = emptyState(1);
      const index = new CellIndex(state);
      const screen = emptyState(1);
      let held: readonly Channel[] = [];
      run.forEach((changes, i) => {
        const wanted = interests[i]!;
        const parts = wanted
          .filter((channel) => !held.includes(channel))
          .map((channel) => snapshotPartOf(state, channel))
          .filter((part) => part !== undefined);
        const changed = [...wanted, ...held].filter(
          (channel) => wanted.includes(channel) !== held.includes(channel),
        );
        const span = { epoch: 1, from: 0, seq: state.seq, atMs: state.atMs };
        applySnapshot(screen, joinParts(span, parts), changed);
        held = wanted;
        expect(stateHash(screen)).toBe(stateHash(seenBy(state, held)));
        const diff = toDiff(changes, i + 1);
        applyDiff(state, diff);
        applyDiff(screen, toldOf({ state, index, from: i }, held, [index.advance(state, diff)]));
        expect(stateHash(screen)).toBe(stateHash(seenBy(state, held)));
      });
      clearChannels(screen, held);
      expect(stateHash(screen)).toBe(stateHash(emptyState(1)));
    }),
    { numRuns: 500 },
  );
});

test('[L17] a screen that missed several publishes is told once what they made of its cells', () => {
  fc.assert(
    fc.property(publishes, publishes, interest, (before, missed, channels) => {
      const state = emptyState(1);
      before.forEach((changes, i) => applyDiff(state, toDiff(changes, i + 1)));
      const index = new CellIndex(state);
      const screen = seenBy(state, channels);
      const from = state.seq;
      const touches = missed.map((changes, i) => {
        const diff = toDiff(changes, from + i + 1);
        applyDiff(state, diff);
        return index.advance(state, diff);
      });
      applyDiff(screen, toldOf({ state, index, from }, channels, touches));
      expect(stateHash(screen)).toBe(stateHash(seenBy(state, channels)));
    }),
    { numRuns: 500 },
  );
});
