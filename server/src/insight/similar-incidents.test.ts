import type { AlarmLink, Incident } from '@metropane/incidents';
import { expect, test } from 'vitest';
import { similarTo } from './similar-incidents.ts';

const NOW_MS = Date.UTC(2026, 10, 23, 8);
const DAY_MS = 86_400_000;
const civil = (ms: number): { minute: number; isWeekend: boolean } => ({
  minute: Math.floor((ms % DAY_MS) / 60_000),
  isWeekend: new Date(ms).getUTCDay() % 6 === 0,
});
const alarm = (ruleId: string): AlarmLink => ({ ruleId }) as AlarmLink;

function incident(id: string, fields: Partial<Incident>): Incident {
  return {
    ...{ id, revision: 1, priority: 2, state: 'closed', category: 'flood', title: id, source: '1022' },
    ...{ reports: 1, openedAtMs: NOW_MS, knownAtMs: NOW_MS, updatedAtMs: NOW_MS, simulated: false },
    ...fields,
  } as Incident;
}
const NOW = incident('SC-000009', {
  state: 'new',
  loc: [106.7, 10.77],
  unit: { code: 'a', name: 'A' },
  alarms: [alarm('flood-street'), alarm('rain-heavy')],
});

test('the same kind at the same place and hour with the same alarms is the same thing again', () => {
  const again = incident('SC-000001', {
    loc: [106.7, 10.77],
    openedAtMs: NOW_MS - 7 * DAY_MS,
    closedAtMs: NOW_MS - 7 * DAY_MS + 5_000,
    alarms: [alarm('rain-heavy'), alarm('flood-street')],
    assignments: [{ assignee: 'ttctn' }, { assignee: 'ttctn' }] as never,
  });
  expect(similarTo(NOW, [again], { most: 5, civil })).toEqual([
    {
      ...{ id: 'SC-000001', title: 'SC-000001', openedAtMs: again.openedAtMs, tookMs: 5_000, reports: 1 },
      ...{ agencies: ['ttctn'], score: 1, distanceM: 0, sharedRules: ['flood-street', 'rain-heavy'] },
      parts: { category: 1, place: 1, time: 1, alarms: 1 },
    },
  ]);
});

test('each part counts: another kind, a place far off, another hour, other alarms come behind', () => {
  const base = { openedAtMs: NOW_MS - 7 * DAY_MS, loc: [106.7, 10.77] as const, alarms: NOW.alarms! };
  const found = similarTo(
    NOW,
    [
      incident('SC-000002', { ...base, loc: [106.72, 10.77] }),
      incident('SC-000003', { ...base, openedAtMs: NOW_MS - 7 * DAY_MS - DAY_MS / 2 }),
      incident('SC-000004', { ...base, alarms: [alarm('tide-high')] }),
      incident('SC-000005', { ...base, category: 'traffic-jam' }),
      incident('SC-000006', base),
    ],
    { most: 9, civil },
  );
  expect(found[0]!.id).toBe('SC-000006');
  const parts = Object.fromEntries(found.map((each) => [each.id, each.parts]));
  expect(parts['SC-000002']!.place).toBeCloseTo(1 - 2_185 / 3_000, 2);
  expect(parts['SC-000003']!.time).toBeLessThan(0.5);
  expect(parts['SC-000004']!.alarms).toBe(0);
  expect(parts['SC-000005']!.category).toBe(0);
});

test('what cannot be told of a pair neither brings them together nor apart', () => {
  const bare = { openedAtMs: NOW_MS - 7 * DAY_MS };
  const { loc: _loc, unit: _unit, alarms: _alarms, ...told } = NOW;
  const [found] = similarTo({ ...told, id: 'SC-000010' }, [incident('SC-000007', bare)], { most: 1, civil });
  expect(found).toMatchObject({ score: 1, parts: { category: 1, time: 1 } });
  expect(found!.parts).not.toHaveProperty('place');
});

test('neither itself, nor what is open, nor what came after it, nor what is unlike', () => {
  const others = [
    incident('SC-000009', {}),
    incident('SC-000011', { state: 'new' }),
    incident('SC-000012', { openedAtMs: NOW_MS + 1 }),
    incident('SC-000013', { category: 'fire', loc: [107.5, 10.4], openedAtMs: NOW_MS - DAY_MS / 2 }),
  ];
  expect(similarTo(NOW, others, { most: 5, civil })).toEqual([]);
});
