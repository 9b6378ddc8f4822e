import { groupBy, mergeMap, scan, Subject } from 'rxjs';
import { SLICE_MS } from './window-length.ts';
import type { WindowsUnderTest } from './windows-load-fixture.ts';

interface Reading {
  readonly series: number;
  readonly tMs: number;
  readonly value: number;
}

interface TenSeconds {
  readonly start: number;
  readonly n: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
}

const EMPTY: TenSeconds = { start: -Infinity, n: 0, sum: 0, min: Infinity, max: -Infinity };

/**
 * A peer: RxJS, one window of 10 s per series by event time, and nothing else: no longer windows, no duplicates, no lateness.
 * Panes are made anew for each event, as `scan` wants it.
 */
export function makeRxjsWindows(): WindowsUnderTest {
  const readings = new Subject<Reading>();
  let panes = 0;
  readings
    .pipe(
      groupBy((reading) => reading.series),
      mergeMap((ofSeries) => ofSeries.pipe(scan(addTo, EMPTY))),
    )
    .subscribe((pane) => {
      panes += pane.n === 1 ? 1 : 0;
    });
  return {
    update({ series, tMs, value }, at) {
      readings.next({ series: series[at]!, tMs: tMs[at]!, value: value[at]! });
      return 'counted';
    },
    tick() {},
    bytes: () => 0,
    dropped: () => (panes === 0 ? 1 : 0),
  };
}

function addTo(pane: TenSeconds, { tMs, value }: Reading): TenSeconds {
  const start = Math.floor(tMs / SLICE_MS) * SLICE_MS;
  if (start > pane.start) return { start, n: 1, sum: value, min: value, max: value };
  if (start < pane.start) return pane;
  return {
    start,
    n: pane.n + 1,
    sum: pane.sum + value,
    min: Math.min(pane.min, value),
    max: Math.max(pane.max, value),
  };
}
