import { assert } from '@metropane/base';
import type { OracleEvent, OracleStatistics } from './window-oracle.ts';
import type { TestedPane } from './window-under-test.ts';

/** The final live pane and the late events of its window: what the API returns. */
export function settle(pane: TestedPane, late: readonly OracleEvent[]): TestedPane {
  let settled = pane;
  for (const { tMs, value } of late) {
    const sum = settled.sum + value;
    const isFirst = tMs < settled.firstMs || (tMs === settled.firstMs && value < settled.first);
    const isLast = tMs > settled.lastMs || (tMs === settled.lastMs && value > settled.last);
    settled = {
      ...settled,
      n: settled.n + 1,
      sum,
      mean: sum / (settled.n + 1),
      min: Math.min(settled.min, value),
      max: Math.max(settled.max, value),
      ...(isFirst ? { first: value, firstMs: tMs } : {}),
      ...(isLast ? { last: value, lastMs: tMs } : {}),
    };
  }
  return settled;
}

/** Throws unless the pane shows these statistics: everything bit-equal except sum and mean. */
export function assertSameStatistics(
  pane: TestedPane,
  expected: OracleStatistics,
  tolerance: 'sumTolerance' | 'compensatedTolerance',
): void {
  for (const field of ['n', 'min', 'max', 'first', 'firstMs', 'last', 'lastMs'] as const) {
    assert(Object.is(pane[field], expected[field]), `${field} differs`, { pane, expected });
  }
  const sumError = Math.abs(pane.sum - expected.sum);
  const meanError = Math.abs(pane.mean - expected.sum / expected.n);
  assert(sumError <= expected[tolerance], 'sum differs', { pane, expected });
  assert(meanError <= expected.sumTolerance, 'mean differs', { pane, expected });
}
