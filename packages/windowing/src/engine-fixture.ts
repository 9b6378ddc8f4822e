import { WindowEngine } from './index.ts';
import type { Pane, WindowEngineOptions, WindowPolicy } from './index.ts';

/** 5 s of disorder, 20 s of lateness. */
export const POLICY: WindowPolicy = {
  outOfOrdernessMs: 5_000,
  allowedLatenessMs: 20_000,
  idleAfterMs: 30_000,
  dedupMs: 0,
  watermarkPer: 'entity',
};
/** A full hour, so that every window begins here. */
export const T0 = Date.UTC(2026, 10, 23, 7);

/** One engine with one feed, source and series, and what it fired. */
export interface EngineFixture {
  readonly engine: WindowEngine;
  readonly source: number;
  readonly series: number;
  readonly fired: Pane[];
  /** Observes one value, arriving at its own time unless told otherwise; times in seconds after T0. */
  see(second: number, value: number, options?: { arrival?: number; id?: number; flagged?: boolean }): string;
  tick(second: number): void;
  /** What fired since the last call, in words, seconds after T0. */
  names(): string[];
}

/** An engine under test; unnamed policy fields as in `POLICY`. */
export function makeEngineFixture(
  policy: Partial<WindowPolicy> = {},
  options: Partial<WindowEngineOptions> = {},
): EngineFixture {
  const fired: Pane[] = [];
  const engine = new WindowEngine({ sink: { onPane: (pane) => fired.push({ ...pane }) }, ...options });
  const source = engine.addSource(engine.addFeed({ ...POLICY, ...policy }));
  const series = addSeries(engine, source);
  return {
    engine,
    source,
    series,
    fired,
    see(second, value, { arrival = second, id, flagged = false } = {}) {
      engine.beginObservation(source, T0 + second * 1_000, T0 + arrival * 1_000);
      if (id !== undefined) engine.identifyBy(0, id);
      return engine.accept(series, value, !flagged);
    },
    tick: (second) => engine.tick(T0 + second * 1_000),
    names: () =>
      fired.splice(0).map((pane) => {
        const range = `${(pane.startMs - T0) / 1_000}-${(pane.endMs - T0) / 1_000}`;
        return `${pane.window} ${range} n=${pane.n} r${pane.revision} ${pane.timing}${pane.isFinal ? ' final' : ''}`;
      }),
  };
}

/** Adds a series or throws. */
export function addSeries(engine: WindowEngine, source: number): number {
  const added = engine.addSeries(source);
  if (!added.ok) throw new Error(added.code);
  return added.value;
}
