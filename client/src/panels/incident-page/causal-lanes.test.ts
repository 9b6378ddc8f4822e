import type { AlarmLink } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { causalLanes } from './causal-lanes.ts';

test('lanes stand in the order of onset, and an arrow only where the grouping named its reason', () => {
  const links: AlarmLink[] = [
    link('speed', 300, { kind: 'near', of: 'flood/ps-07' }),
    link('depth', 200, { kind: 'upstream', of: 'rain/trm-22', key: 'flood/ps-07' }),
    link('rain', 100, { kind: 'first', key: 'rain/trm-22' }),
    link('other', 400, { kind: 'by-hand' }),
  ];
  const lanes = causalLanes(links, new Map());
  expect(lanes.map(({ id }) => id)).toEqual(['rain', 'depth', 'speed', 'other']);
  expect(lanes.map(({ after }) => after)).toEqual([
    null,
    { lane: 0, lagMs: 100 },
    { lane: 1, lagMs: 100 },
    null,
  ]);
});

function link(
  alarmId: string,
  atMs: number,
  { key, ...why }: AlarmLink['why'] & { key?: string },
): AlarmLink {
  const shown = { category: 'flood', priority: 2, isAnnunciated: true } as const;
  return { alarmId, ruleId: 'r', key: key ?? `x/${alarmId}`, ...shown, why, atMs };
}
