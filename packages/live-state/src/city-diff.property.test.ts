import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appliedDiff, applyDiff, applySnapshot, copyState } from './apply-diff.ts';
import { channelsOf, joinParts, pickChannels, splitByChannel } from './channels.ts';
import { changesArbitrary, toDiffs } from './city-diff-fixture.ts';
import type { Changes } from './city-diff-fixture.ts';
import type { CityDiff } from './city-diff.ts';
import { emptyDiff, isEmptyDiff } from './city-diff.ts';
import type { CityState } from './city-state.ts';
import { emptyState } from './city-state.ts';
import { mergeDiffs } from './merge-diffs.ts';
import { snapshotOf } from './snapshot-of.ts';
import { stateHash } from './state-hash.ts';

const runs = fc.array(changesArbitrary, { minLength: 3, maxLength: 8 });

/** The state after all but the last `left` publishes of a run, and those publishes. */
function stateBefore(run: readonly Changes[], left: number): { state: CityState; rest: CityDiff[] } {
  const diffs = toDiffs(run);
  const state = emptyState(1);
  for (const diff of diffs.slice(0, -left)) applyDiff(state, diff);
  return { state, rest: diffs.slice(-left) };
}

/** What a reader sees, cell by cell: an oracle for `stateHash` that shares no code with it. */
function shown(state: CityState): string {
  const cells: string[] = [];
  for (const [table, rows] of Object.entries(state.records)) {
    for (const [key, row] of rows) cells.push(`${table} ${key} ${JSON.stringify(row)}`);
  }
  for (const [id, table] of state.layers) {
    for (let row = 0; row < table.rowCount; row++) {
      const figures = [table.lonDeg, table.latDeg, table.eventTimeMs, ...table.metrics].map(
        (c) => c[row]! + 0,
      );
      if (table.names[row] === undefined && figures.every(Number.isNaN)) continue;
      cells.push(`${id} ${row} ${JSON.stringify(table.names[row])} ${figures.join(' ')}`);
    }
  }
  return cells.sort().join('\n');
}

test('[L1] applying two diffs in turn is applying their merge', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 2);
      const [a, b] = rest as [CityDiff, CityDiff];
      const inTurn = appliedDiff(appliedDiff(state, a), b);
      const atOnce = appliedDiff(state, mergeDiffs(a, b));
      expect(shown(atOnce)).toBe(shown(inTurn));
      expect(stateHash(atOnce)).toBe(stateHash(inTurn));
      expect([atOnce.epoch, atOnce.seq, atOnce.atMs]).toEqual([inTurn.epoch, inTurn.seq, inTurn.atMs]);
    }),
    { numRuns: 500 },
  );
});

test('[L1] any way of cutting a run into merged pieces gives the same state', () => {
  fc.assert(
    fc.property(runs, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (run, cuts) => {
      const diffs = toDiffs(run);
      const inTurn = emptyState(1);
      const inPieces = emptyState(1);
      let pending: CityDiff | undefined;
      diffs.forEach((diff, index) => {
        applyDiff(inTurn, diff);
        pending = pending === undefined ? diff : mergeDiffs(pending, diff);
        if (!cuts[index]! && index < diffs.length - 1) return;
        applyDiff(inPieces, pending);
        pending = undefined;
      });
      expect(shown(inPieces)).toBe(shown(inTurn));
    }),
    { numRuns: 300 },
  );
});

test('[L1] a merge over an overlap is as good', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 3);
      const [a, b, c] = rest as [CityDiff, CityDiff, CityDiff];
      const overlapping = mergeDiffs(mergeDiffs(a, b), mergeDiffs(b, c));
      const inTurn = [a, b, c].reduce(appliedDiff, state);
      expect(shown(appliedDiff(state, overlapping))).toBe(shown(inTurn));
    }),
  );
});

test('[L2] the hash tells states apart exactly when a reader can', () => {
  fc.assert(
    fc.property(changesArbitrary, changesArbitrary, (one, two) => {
      const a = appliedDiff(emptyState(1), toDiffs([one])[0]!);
      const b = appliedDiff(emptyState(1), toDiffs([two])[0]!);
      expect(stateHash(a) === stateHash(b)).toBe(shown(a) === shown(b));
    }),
    { numRuns: 300 },
  );
});

test('[L5] merging is associative', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 3);
      const [a, b, c] = rest as [CityDiff, CityDiff, CityDiff];
      const left = mergeDiffs(mergeDiffs(a, b), c);
      const right = mergeDiffs(a, mergeDiffs(b, c));
      expect(left).toEqual(right);
      expect(shown(appliedDiff(state, left))).toBe(shown(appliedDiff(state, right)));
    }),
    { numRuns: 300 },
  );
});

test('[L6] an empty diff is neutral on either side', () => {
  fc.assert(
    fc.property(changesArbitrary, (changes) => {
      const diff = { ...toDiffs([changes])[0]!, from: 1, seq: 2 };
      const before = emptyDiff({ epoch: 1, from: 0, seq: 1, atMs: 1 });
      const after = emptyDiff({ epoch: 1, from: 2, seq: 3, atMs: 9 });
      expect(mergeDiffs(before, diff)).toEqual({ ...diff, from: 0 });
      expect(mergeDiffs(diff, after)).toEqual({ ...diff, seq: 3, atMs: 9 });
      expect(isEmptyDiff(before)).toBe(true);
      const changesSomething = changes.layerChanges.length + changes.recordChanges.length > 0;
      expect(isEmptyDiff(diff)).toBe(!changesSomething);
    }),
  );
});

test('[L7] a snapshot applied to nothing is the state', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state } = stateBefore(run, 1);
      const again = appliedDiff(emptyState(1), snapshotOf(state));
      expect(shown(again)).toBe(shown(state));
      expect(stateHash(again)).toBe(stateHash(state));
      expect([again.seq, again.atMs]).toEqual([state.seq, state.atMs]);
    }),
  );
});

test('[L8] a diff is the sum of its channels', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 1);
      const diff = rest[0]!;
      const parts = splitByChannel(diff);
      for (const part of parts.values()) expect(isEmptyDiff(joinParts(diff, [part]))).toBe(false);
      const joined = joinParts(diff, parts.values());
      expect(shown(appliedDiff(state, joined))).toBe(shown(appliedDiff(state, diff)));
      let seen = emptyDiff(diff);
      for (const channel of parts.keys())
        seen = mergeDiffs({ ...seen, seq: diff.from }, pickChannels(diff, [channel]));
      expect(shown(appliedDiff(state, seen))).toBe(shown(appliedDiff(state, diff)));
    }),
  );
});

test('[L9] a snapshot of some channels replaces those and no other', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 1);
      const latest = appliedDiff(state, rest[0]!);
      const mixed = copyState(state);
      applySnapshot(mixed, pickChannels(snapshotOf(latest), ['layer:traffic', 'records:system']), [
        'layer:traffic',
        'records:system',
      ]);
      expect(shownOf(mixed, ['layer:traffic', 'records:system'])).toBe(
        shownOf(latest, ['layer:traffic', 'records:system']),
      );
      expect(shownOf(mixed, ['layer:water', 'records:timeline'])).toBe(
        shownOf(state, ['layer:water', 'records:timeline']),
      );
      const whole = copyState(state);
      applySnapshot(whole, { ...snapshotOf(latest), epoch: 2 }, channelsOf(latest));
      expect(whole.epoch).toBe(2);
      expect(shown(whole)).toBe(shown(latest));
    }),
  );
});

test('[L11] a diff applied twice is a diff applied once', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const { state, rest } = stateBefore(run, 1);
      const once = appliedDiff(state, rest[0]!);
      expect(shown(appliedDiff(once, rest[0]!))).toBe(shown(once));
    }),
  );
});

test('[L12] neither applying nor merging changes a diff', () => {
  fc.assert(
    fc.property(runs, (run) => {
      const diffs = toDiffs(run);
      const untouched = structuredClone(diffs);
      const state = emptyState(1);
      for (const diff of diffs) applyDiff(state, diff);
      const merged = diffs.reduce(mergeDiffs);
      const mergedBefore = structuredClone(merged);
      const first = snapshotOf(state);
      applyDiff(state, { ...merged, from: 0, seq: state.seq });
      expect(mergeDiffs(merged, { ...merged, from: merged.seq })).toBeDefined();
      expect(diffs).toEqual(untouched);
      expect(merged).toEqual(mergedBefore);
      expect(first).toEqual(snapshotOf(state));
    }),
  );
});

function shownOf(state: CityState, channels: Parameters<typeof pickChannels>[1]): string {
  return shown(appliedDiff(emptyState(1), pickChannels(snapshotOf(state), channels)));
}
