import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { DirtyEntities } from './dirty-entities.ts';

test('is a set in the order of first adding, also after it was emptied and beyond its first size', () => {
  forSeeds('dirty-entities', 20, (rng) => {
    const dirty = new DirtyEntities();
    const expected = new Set<number>();
    for (let n = 0; n < 4_000; n++) {
      if (rng.int(500) === 0) {
        dirty.clear();
        expected.clear();
      }
      const entity = rng.int(n < 2_000 ? 900 : 5_000);
      dirty.add(entity);
      expected.add(entity);
    }
    expect([dirty.size, [...dirty]]).toEqual([expected.size, [...expected]]);
  });
});
