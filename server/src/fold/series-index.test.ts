import { forSeeds } from '@metropane/testing';
import { expect, test } from 'vitest';
import { SeriesIndex } from './series-index.ts';

test('finds each series by entity and metric, few or many of an entity, and lists them in the order of their coming', () => {
  forSeeds('series-index', 5, (rng) => {
    const index = new SeriesIndex();
    const expected = new Map<number, Map<string, number>>();
    for (let series = 0; series < 3_000;) {
      // One entity with very many metrics among entities with few.
      const entity = rng.int(2) === 0 ? 7 : rng.int(1_500);
      const metric = `m${rng.int(entity === 7 ? 40 : 3)}`;
      const known = expected.get(entity) ?? new Map<string, number>();
      expect(index.findNamed(entity, metric)).toBe(known.get(metric) ?? -1);
      if (!known.has(metric)) {
        index.add(entity, index.metricId(metric), series);
        expected.set(entity, known.set(metric, series));
      }
      series++;
      if (rng.int(8) > 0) continue;
      const [gone, left] = rng.int(2) === 0 ? [7, expected.get(7)] : [entity, known];
      const removed = [...(left ?? [])].at(rng.int(50) - 25);
      if (removed === undefined) continue;
      index.remove(gone, removed[1]);
      left!.delete(removed[0]);
    }
    for (const [entity, known] of expected) {
      expect(index.of(entity)).toEqual([...known.values()]);
      for (const [metric, series] of known) expect(index.find(entity, index.metricId(metric))).toBe(series);
    }
    expect([index.findNamed(7, 'never'), index.find(9_999_999, 0), index.of(9_999_999)]).toEqual([
      -1,
      -1,
      [],
    ]);
  });
});

test('asking for a metric that nobody sent remembers nothing', () => {
  const index = new SeriesIndex();
  expect(index.findNamed(0, 'a')).toBe(-1);
  expect(index.knownMetricId('a')).toBe(-1);
  expect(index.metricId('b')).toBe(0);
});
