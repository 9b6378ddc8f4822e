import { makeRng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CheckpointHeader } from './checkpoint-file.ts';
import { CheckpointStore } from './checkpoint-store.ts';
import { CrashyFileSystem, SimulatedCrash } from './crashy-file-system.ts';

const FOLDER = '/checkpoints';

function header(offset: number, overrides: Partial<CheckpointHeader> = {}): CheckpointHeader {
  return {
    format: 1,
    foldVersion: 'fold-1',
    configHash: 'abc',
    epoch: 1,
    offset,
    historyOffset: 0,
    stateHash: 'ff',
    ...overrides,
  };
}

function open(fs: CrashyFileSystem, keep = 3): CheckpointStore {
  const opened = CheckpointStore.open({ folder: FOLDER, fs, keep });
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

function makeDisk(seed = 1): CrashyFileSystem {
  const rng = makeRng(seed);
  return new CrashyFileSystem(() => rng.next());
}

function load(store: CheckpointStore, isUsable?: (found: CheckpointHeader) => boolean) {
  const loaded = store.loadNewest(isUsable);
  if (!loaded.ok) throw new Error(loaded.message);
  return loaded.value;
}

test('the newest checkpoint comes back whole, three are kept', () => {
  const fs = makeDisk();
  const store = open(fs);
  for (const offset of [10, 9_000_000_000_000, 300, 20]) {
    const parts = [Buffer.from('state at '), Buffer.from(String(offset))];
    expect(store.write(header(offset), parts).ok).toBe(true);
  }
  const found = load(store);
  expect(found.checkpoint?.header).toEqual(header(9_000_000_000_000));
  expect(Buffer.from(found.checkpoint?.body ?? []).toString()).toBe('state at 9000000000000');
  expect(fs.list(FOLDER)).toHaveLength(3);
  const headers = store.headers();
  expect(headers.ok && headers.value.map(({ offset }) => offset)).toEqual([9_000_000_000_000, 300, 20]);
});

test('a later epoch is newer than a greater offset of an earlier one', () => {
  const store = open(makeDisk());
  store.write(header(500, { epoch: 1 }), Buffer.from('old'));
  store.write(header(400, { epoch: 2 }), Buffer.from('new'));
  expect(load(store).checkpoint?.header.epoch).toBe(2);
});

test('a bit flip anywhere is noticed: the one before is loaded and the damaged file is kept as .bad', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (at, bit) => {
      const fs = makeDisk();
      const store = open(fs);
      store.write(header(1), Buffer.from('older state'));
      const newest = store.write(header(2), Buffer.from('newer state'));
      if (!newest.ok) throw new Error(newest.message);
      const { file, bytes } = newest.value;
      fs.corrupt(`${FOLDER}/${file}`, at % bytes, 1 << bit);
      const found = load(store);
      expect(found.checkpoint?.header.offset).toBe(1);
      expect(found.skipped).toMatchObject([{ file, isQuarantined: true }]);
      expect(fs.list(FOLDER)).toContain(`${file}.bad`);
    }),
  );
});

test('what the caller refuses is passed over with a word and not renamed', () => {
  const store = open(makeDisk());
  store.write(header(1), Buffer.from('mine'));
  store.write(header(2, { foldVersion: 'fold-2' }), Buffer.from('of another fold'));
  const found = load(store, ({ foldVersion }) => foldVersion === 'fold-1');
  expect(found.checkpoint?.header.offset).toBe(1);
  expect(found.skipped).toMatchObject([{ code: 'refused', isQuarantined: false }]);
  expect(load(store).checkpoint?.header.offset).toBe(2);
});

test('a full disk refuses the new checkpoint and leaves the old ones', () => {
  const fs = makeDisk();
  const store = open(fs);
  store.write(header(1), Buffer.from('old'));
  fs.freeBytes = 100;
  const refused = store.write(header(2), Buffer.alloc(1000));
  expect(refused.ok ? 'ok' : refused.code).toBe('disk-full');
  fs.freeBytes = Infinity;
  expect(load(store).checkpoint?.header.offset).toBe(1);
  expect(fs.list(FOLDER)).toHaveLength(1);
});

test('opening a second store leaves the file alone that the first is writing; the next write clears leftovers', () => {
  const fs = makeDisk();
  const store = open(fs);
  fs.createFile(`${FOLDER}/half.ckpt.tmp`);
  open(fs);
  expect(fs.list(FOLDER)).toEqual(['half.ckpt.tmp']);
  store.write(header(1), Buffer.from('whole'));
  expect(fs.list(FOLDER)).toEqual(['0000000001-00000000000000000001.ckpt']);
});

test.each(['killed', 'power-lost'] as const)(
  'after a crash (%s) the newest whole checkpoint is at least the last one acknowledged, and never half',
  (mode) => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 - 1 }), (seed) => {
        const rng = makeRng(seed);
        const fs = new CrashyFileSystem(() => rng.next());
        const bodies = new Map<number, string>();
        let acknowledged = 0;
        for (let round = 0; round < 4; round++) {
          fs.crashAfter(1 + rng.int(25));
          try {
            const store = open(fs);
            for (let offset = acknowledged + 1; ; offset++) {
              const body = `state ${offset} `.repeat(1 + rng.int(50));
              bodies.set(offset, body);
              if (store.write(header(offset), [Buffer.from(body)]).ok) acknowledged = offset;
            }
          } catch (error) {
            if (!(error instanceof SimulatedCrash)) throw error;
          }
          fs.restart(mode);
          const { checkpoint, skipped } = load(open(fs));
          expect(skipped).toEqual([]);
          expect(checkpoint?.header.offset ?? 0).toBeGreaterThanOrEqual(acknowledged);
          if (checkpoint === null) continue;
          expect(Buffer.from(checkpoint.body).toString()).toBe(bodies.get(checkpoint.header.offset));
          acknowledged = checkpoint.header.offset;
        }
      }),
    );
  },
);
