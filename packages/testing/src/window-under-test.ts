import type { ScenarioPolicy } from './window-scenario.ts';

/** A pane as the engine under test shows it. */
export interface TestedPane {
  readonly series: number;
  readonly window: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly n: number;
  readonly sum: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly first: number;
  readonly firstMs: number;
  readonly last: number;
  readonly lastMs: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly revision: number;
  readonly timing: string;
  readonly isFinal: boolean;
  readonly watermarkMs: number;
}

export type TumblingWindow = 'PT10S' | 'PT1M' | 'PT5M' | 'PT1H';

/** What a trial needs of a window engine. Declared here so that this package depends on no engine. */
export interface WindowEngineUnderTest {
  addFeed(policy: ScenarioPolicy): number;
  addSource(feed: number): number;
  addSeries(source: number): { readonly ok: true; readonly value: number } | { readonly ok: false };
  keepHopping(series: number): void;
  keepQuantiles(series: number): void;
  beginObservation(source: number, tMs: number, arrivalMs: number): void;
  identifyBy(idHi: number, idLo: number): void;
  accept(series: number, value: number, inStatistics?: boolean): string;
  tick(nowMs: number): void;
  watermarkMs(source: number): number;
  aggregateWatermark(feed: number): { readonly watermarkMs: number; readonly idleSources: number };
  openPanes(series: number, window: TumblingWindow): TestedPane[];
  latestPane(series: number, window: TumblingWindow): TestedPane | undefined;
  latestHoppingPane(series: number): TestedPane | undefined;
  forEachSeriesCanonical(visit: (series: number, source: number, hash: readonly number[]) => void): void;
  forEachSourceCanonical(visit: (source: number, feed: number, hash: readonly number[]) => void): void;
  snapshot(): unknown;
}

/** Makes engines, fresh or from a snapshot that went through a structured clone. */
export interface WindowEngineFactory {
  make(sink: { onPane(pane: TestedPane): void }): WindowEngineUnderTest;
  restore(snapshot: unknown, sink: { onPane(pane: TestedPane): void }): WindowEngineUnderTest;
}

/** Every canonical hash of an engine, for comparison. */
export function canonicalHashes(engine: WindowEngineUnderTest): string[] {
  const hashes: string[] = [];
  engine.forEachSeriesCanonical((series, source, hash) =>
    hashes.push(`series ${series}@${source}: ${hash.join()}`),
  );
  engine.forEachSourceCanonical((source, feed, hash) =>
    hashes.push(`source ${source}@${feed}: ${hash.join()}`),
  );
  return hashes;
}
