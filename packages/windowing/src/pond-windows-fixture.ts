import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { WindowsUnderTest } from './windows-load-fixture.ts';

/** As much of pondjs as is used; it has no types of its own. */
interface Pond {
  Stream: new () => { addEvent(event: object): void };
  TimeEvent: new (tMs: number, data: Readonly<Record<string, unknown>>) => object;
  EventOut: unknown;
  Pipeline(): PondPipeline;
  count(): unknown;
  sum(): unknown;
  min(): unknown;
  max(): unknown;
}

interface PondPipeline {
  from(stream: object): PondPipeline;
  windowBy(length: string): PondPipeline;
  groupBy(key: string): PondPipeline;
  emitOn(when: 'discard'): PondPipeline;
  aggregate(fields: Readonly<Record<string, Readonly<Record<string, unknown>>>>): PondPipeline;
  to(out: unknown, onEvent: () => void): void;
}

/**
 * A peer: pondjs, one window of 10 s per series by event time, without duplicates or lateness. `folder` holds the `node_modules`
 * with it.
 */
export function makePondWindows(folder: string): WindowsUnderTest {
  const pond = createRequire(join(folder, 'peers.js'))('pondjs') as Pond;
  const stream = new pond.Stream();
  let panes = 0;
  pond
    .Pipeline()
    .from(stream)
    .windowBy('10s')
    .groupBy('series')
    .emitOn('discard')
    .aggregate({
      n: { value: pond.count() },
      sum: { value: pond.sum() },
      min: { value: pond.min() },
      max: { value: pond.max() },
    })
    .to(pond.EventOut, () => {
      panes += 1;
    });
  return {
    update({ series, tMs, value }, at) {
      stream.addEvent(new pond.TimeEvent(tMs[at]!, { series: String(series[at]), value: value[at]! }));
      return 'counted';
    },
    tick() {},
    bytes: () => 0,
    dropped: () => (panes === 0 ? 1 : 0),
  };
}
