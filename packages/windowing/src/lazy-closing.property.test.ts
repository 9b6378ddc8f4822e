import { forSeeds, makeWindowScenario } from '@metropane/testing';
import type { ScenarioStep, WindowScenario } from '@metropane/testing';
import { expect, test } from 'vitest';
import { addSeries } from './engine-fixture.ts';
import { WINDOW_NAMES, WindowEngine } from './index.ts';
import type { Pane } from './index.ts';

/** One engine that fires panes, and closes when a watermark passes, beside one that nobody listens to, which closes when it must. */
interface Twin {
  engine: WindowEngine;
  readonly sources: readonly number[];
  readonly series: readonly number[];
}

const isSilent = { sink: null };
const isHeard = { sink: { onPane: () => {} } };

test('[W23] an engine without a receiver closes slices later and shows the same: outcomes, panes, hashes', () => {
  forSeeds('lazy', 60, (rng) => {
    const scenario = makeWindowScenario(rng, 300);
    const heard = makeTwin(scenario, new WindowEngine(isHeard));
    const silent = makeTwin(scenario, new WindowEngine(isSilent));
    for (const [n, step] of scenario.steps.entries()) {
      expect(take(silent, step)).toEqual(take(heard, step));
      if (step.kind === 'checkpoint')
        silent.engine = WindowEngine.restore(structuredClone(silent.engine.snapshot()), isSilent);
      if (step.kind === 'tick') expect(hashesOf(silent.engine)).toEqual(hashesOf(heard.engine));
      if (n % 29 === 0) expectSamePanes(silent, heard);
    }
    expectSamePanes(silent, heard);
  });
}, 60_000);

function makeTwin(scenario: WindowScenario, engine: WindowEngine): Twin {
  const feeds = scenario.feeds.map((policy) => engine.addFeed(policy));
  const sources = scenario.feedOf.map((feed) => engine.addSource(feeds[feed]!));
  const series = sources.flatMap((source) =>
    Array.from({ length: scenario.metrics }, () => addSeries(engine, source)),
  );
  engine.keepHopping(series[0]!);
  for (const one of series) engine.keepQuantiles(one);
  return { engine, sources, series };
}

function take({ engine, sources, series }: Twin, step: ScenarioStep): string[] {
  if (step.kind === 'tick') engine.tick(step.nowMs);
  if (step.kind !== 'observe') return [];
  engine.beginObservation(sources[step.entity]!, step.tMs, step.arrivalMs);
  if (step.id !== null) engine.identifyBy(step.id[0], step.id[1]);
  const metrics = series.length / sources.length;
  return step.values.map(({ metric, value, inStatistics }) =>
    engine.accept(series[step.entity * metrics + metric]!, value, inStatistics),
  );
}

function hashesOf(engine: WindowEngine): string[] {
  const hashes: string[] = [];
  engine.forEachSeriesCanonical((series, source, hash) => hashes.push(`${series}@${source}: ${hash.join()}`));
  engine.forEachSourceCanonical((source, _feed, hash) => hashes.push(`${source}: ${hash.join()}`));
  return hashes;
}

function expectSamePanes(silent: Twin, heard: Twin): void {
  for (const series of silent.series) {
    for (const window of WINDOW_NAMES) {
      const panes = silent.engine.openPanes(series, window);
      expect(panes.map(comparable)).toEqual(heard.engine.openPanes(series, window).map(comparable));
    }
    for (const window of WINDOW_NAMES) {
      const pane = silent.engine.latestPane(series, window);
      const expected = heard.engine.latestPane(series, window);
      expect(pane && comparable(pane)).toEqual(expected && comparable(expected));
    }
  }
  const hop = silent.engine.latestHoppingPane(silent.series[0]!);
  const expected = heard.engine.latestHoppingPane(heard.series[0]!);
  expect(hop && comparable(hop)).toEqual(expected && comparable(expected));
}

/** Sums may be added in another order, and a pane that is read knows the watermark of now. */
function comparable(pane: Pane): Omit<Pane, 'watermarkMs' | 'sum' | 'mean'> {
  const { sum, mean, watermarkMs: _, ...rest } = pane;
  expect(mean).toBe(sum / rest.n);
  return rest;
}
