import { makeRng } from '@metropane/base';
import type { Rng } from '@metropane/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CrashyFileSystem, SimulatedCrash } from './crashy-file-system.ts';
import type { KeptPayload } from './payload-block.ts';
import { PayloadStoreReader } from './payload-store-reader.ts';
import { message, openStore, RAW } from './payload-store.fixture.ts';

/** The long battery runs the same property on more seeds. */
const numRuns = process.env['METROPANE_TEST_FULL'] === '1' ? 3000 : 60;
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 });

/** Works until the simulated death; `owner` learns whose each place is before the store does, as the log does. */
function live(
  fs: CrashyFileSystem,
  rng: Rng,
  { startOffset, round, owner }: { startOffset: number; round: number; owner: Map<number, KeptPayload> },
): number {
  let next = startOffset;
  try {
    const writer = openStore(fs, { startOffset, epoch: round, blockBytes: 150, segmentBytes: 400 });
    for (;;) {
      if (rng.next() < 0.7) {
        const readings = 1 + rng.int(3);
        const each = message(next + rng.int(20), readings, `round ${round} ${rng.int(1e9)}`);
        for (let place = each.fromOffset; place < each.toOffset; place++) owner.set(place, each);
        next = each.toOffset;
        writer.add(each);
      } else {
        writer.flush();
      }
      if (rng.next() < 0.05) fs.failNext('write', 'ENOSPC');
    }
  } catch (error) {
    if (!(error instanceof SimulatedCrash)) throw error;
  }
  return next;
}

test.each(['killed', 'power-lost', 'out-of-order'] as const)(
  'after any crash (%s) and any lost tail of the log, a place shows its own message or nothing',
  (death) => {
    let found = 0;
    fc.assert(
      fc.property(seeds, (seed) => {
        const rng = makeRng(seed);
        const fs = new CrashyFileSystem(() => rng.next());
        const owner = new Map<number, KeptPayload>();
        let startOffset = 0;
        for (let round = 1; round <= 6; round++) {
          fs.crashAfter(1 + rng.int(40));
          const next = live(fs, rng, { startOffset, round, owner });
          fs.restart(death === 'killed' ? 'killed' : 'power-lost', { outOfOrder: death === 'out-of-order' });
          // How much of its tail the log lost is its own affair: anything from nothing to all of this life.
          startOffset = rng.next() < 0.4 ? next : startOffset + rng.int(next - startOffset + 1);
          for (const place of owner.keys()) if (place >= startOffset) owner.delete(place);
          openStore(fs, { startOffset });
          const reader = new PayloadStoreReader({ folder: RAW, fs });
          for (let place = 0; place < next + 5; place++) {
            const shown = reader.at(place);
            if (!shown.ok || shown.value === null) continue;
            expect(shown.value, `seed ${seed} round ${round} place ${place}`).toEqual(owner.get(place));
            found += 1;
          }
        }
      }),
      { numRuns },
    );
    expect(found, 'the property looked at something').toBeGreaterThan(numRuns);
  },
);
