import { assert } from '@metropane/base';
import type { Channel } from './channels.ts';
import { clearChannels } from './channels.ts';
import type { CityDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import { applyLayerDiff, copyLayerTable, makeLayerTable } from './layer-table.ts';
import { RECORD_TABLE_NAMES } from './record-keys.ts';

/**
 * How a diff stands to a state: `next` may be applied; `old` adds nothing (its `seq` is already reached); `gap` starts after the
 * state's `seq`: something was missed, resume or take a snapshot; `other-epoch`: the server was started anew. [L3]
 */
export function relationOf(
  state: Pick<CityState, 'epoch' | 'seq'>,
  diff: Pick<CityDiff, 'epoch' | 'from' | 'seq'>,
): 'next' | 'old' | 'gap' | 'other-epoch' {
  if (diff.epoch !== state.epoch) return 'other-epoch';
  if (diff.from > state.seq) return 'gap';
  return diff.seq <= state.seq ? 'old' : 'next';
}

/** Changes `state` in place, O(size of the diff); shares the diff's rows. Throws over a gap, backwards or in another epoch. [L3] */
export function applyDiff(state: CityState, diff: CityDiff): void {
  assert(diff.epoch === state.epoch, 'a diff belongs to one epoch', {
    state: state.epoch,
    diff: diff.epoch,
  });
  assert(diff.from <= state.seq && state.seq <= diff.seq, 'a diff continues where the state is', {
    state: state.seq,
    from: diff.from,
    seq: diff.seq,
  });
  applyRows(state, diff);
}

/** `applyDiff` on a copy; `state` stays as it was. Copies the whole state: for proofs and tests, not for every frame. */
export function appliedDiff(state: CityState, diff: CityDiff): CityState {
  const next = copyState(state);
  applyDiff(next, diff);
  return next;
}

/**
 * Replaces the named channels by the snapshot's rows, in place; other channels keep their rows. A snapshot of another epoch empties
 * everything first. The snapshot must be at or after the state's `seq` of the same epoch. [L9]
 */
export function applySnapshot(state: CityState, snapshot: CityDiff, channels: Iterable<Channel>): void {
  if (snapshot.epoch !== state.epoch) {
    for (const table of RECORD_TABLE_NAMES) state.records[table].clear();
    state.layers.clear();
    state.epoch = snapshot.epoch;
  } else {
    assert(snapshot.seq >= state.seq, 'a snapshot does not go back', {
      state: state.seq,
      snapshot: snapshot.seq,
    });
    clearChannels(state, channels);
  }
  applyRows(state, snapshot);
}

/** A state that shares no table with `state` (rows are shared: they are never changed). */
export function copyState(state: CityState): CityState {
  const records = Object.fromEntries(
    RECORD_TABLE_NAMES.map((table) => [table, new Map<string, unknown>(state.records[table])]),
  ) as CityState['records'];
  const layers = new Map([...state.layers].map(([id, table]) => [id, copyLayerTable(table)]));
  return { epoch: state.epoch, seq: state.seq, atMs: state.atMs, records, layers };
}

function applyRows(state: CityState, diff: CityDiff): void {
  for (const table of RECORD_TABLE_NAMES) {
    const changes = diff.records[table];
    if (changes === undefined) continue;
    const rows = state.records[table] as Map<string, unknown>;
    for (const key of changes.removed) rows.delete(key);
    for (const [key, row] of changes.upserts) rows.set(key, row);
  }
  for (const [id, layerDiff] of diff.layers) {
    let table = state.layers.get(id);
    if (table === undefined) {
      table = makeLayerTable(layerDiff.schema);
      state.layers.set(id, table);
    }
    applyLayerDiff(table, layerDiff);
  }
  state.seq = diff.seq;
  state.atMs = diff.atMs;
}
