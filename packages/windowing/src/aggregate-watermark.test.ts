import { expect, test } from 'vitest';
import { POLICY, T0 } from './engine-fixture.ts';
import { WindowEngine } from './index.ts';

test('[W17] of very many sources some are looked at per tick; a taking under way survives a checkpoint', () => {
  const options = { sink: null };
  let engine = new WindowEngine(options);
  const feed = engine.addFeed(POLICY);
  const sources = 200_000;
  for (let source = 0; source < sources; source++) {
    engine.addSource(feed);
    // The last one but one is behind, the last one never speaks.
    if (source < sources - 1) engine.beginObservation(source, T0 + (source === sources - 2 ? 0 : 15_000), T0);
  }
  const seen: number[] = [];
  for (let tick = 0; tick < 5; tick++) {
    engine.tick(T0 + tick * 100);
    engine = WindowEngine.restore(structuredClone(engine.snapshot()), options);
    seen.push(engine.aggregateWatermark(feed).watermarkMs);
  }
  expect(seen).toEqual([-Infinity, -Infinity, -Infinity, T0 - 5_000, T0 - 5_000]);
  expect(engine.aggregateWatermark(feed).idleSources).toBe(1);
});
