import { forSeeds, makeWindowScenario, runWindowTrial } from '@metropane/testing';
import type { WindowEngineFactory } from '@metropane/testing';
import { expect, test } from 'vitest';
import { WindowEngine } from './index.ts';
import type { EngineSnapshot } from './index.ts';

const factory: WindowEngineFactory = {
  make: (sink) => new WindowEngine({ sink }),
  restore: (snapshot, sink) => WindowEngine.restore(snapshot as EngineSnapshot, { sink }),
};

test('[W1][W6][W7][W8][W9][W10][W11] outcomes, panes and queries equal a brute-force batch over 100,000 events', () => {
  let events = 0;
  forSeeds('windows', 150, (rng) => {
    events += runWindowTrial(factory, makeWindowScenario(rng, 500)).outcomes.length;
  });
  expect(events).toBeGreaterThan(100_000);
}, 60_000);
