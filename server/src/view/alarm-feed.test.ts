import type { Rule } from '@metropane/city';
import { applyDiff, emptyState, markLayerId, marksOf } from '@metropane/live-state';
import type { AlarmRecord, CityDiff } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { AlarmConfig } from '../fold/fold-config.ts';
import { makeRoom, tell } from '../fold/room-fixture.ts';
import { View } from './view.ts';

const words = (text: string) => ({ vi: text, en: `${text} en` });
const rule: Rule = {
  ...{ id: 'load-high', name: words('Tải cao'), per: 'entity', domain: 'power' },
  inputs: { v: { kind: 'window', metric: 'loadMw', window: 'PT1M', statistic: 'last' } },
  ...{
    when: 'v >= 100.0',
    shows: { value: 'v', limit: 100 },
    severity: 2,
    respondWithinMs: 600_000,
    category: 'power',
  },
  ...{ cause: words('c'), consequence: words('c'), response: words('r'), isEnabled: true, source: 'test' },
};
const alarms = {
  ...{ rules: [rule], thresholds: [], topology: [], sops: [], serviceLevels: {} },
  places: { 'power/a': { loc: [106.7, 10.77], name: words('Trạm A') } },
  positions: [
    { id: 'grid', name: words('Lưới điện'), categories: ['power'] },
    { id: 'all', name: words('Chung'), categories: [] },
  ],
} as unknown as AlarmConfig;

function makeCity(more: Partial<AlarmConfig> = {}) {
  const room = makeRoom({ alarms: { ...alarms, ...more } });
  const view = new View(room);
  view.collect();
  const measure = (value: number, afterMs = 1_000, entity = 'a'): CityDiff | null => {
    const nowMs = room.nowMs + afterMs;
    tell(room, [{ domain: 'power', entity, tMs: nowMs, readings: [{ metric: 'loadMw', value }] }] as never);
    room.fold({ kind: 'tick', nowMs }, 1);
    return view.collect();
  };
  return { room, view, measure };
}

const shown = (diff: CityDiff | null): AlarmRecord[] => [...(diff?.records.alarm?.upserts.values() ?? [])];

test('an alarm is shown with the names of its rule and place, and is gone from the table when it is normal', () => {
  const { room, view, measure } = makeCity();
  const [alarm] = shown(measure(120));
  expect(alarm).toMatchObject({
    ...{
      name: { vi: 'Tải cao', en: 'Tải cao en' },
      place: 'Trạm A',
      position: 'grid',
      state: 'unacknowledged',
    },
    trigger: { value: 120, limit: 100 },
  });
  expect(shown(measure(120, 1_000, 'b'))).toMatchObject([{ entity: 'b', place: 'b' }]);
  // Both stations called the post that has the category, unless one incident called for both.
  expect(room.desk.loads.loadOf('grid').at(-1)).toBeGreaterThan(0);
  expect(shown(measure(20))).toMatchObject([{ id: alarm!.id, state: 'returned-unacknowledged' }]);
  const { revision } = room.alarms.get(alarm!.id)!;
  const action = { action: 'acknowledge', expectedRevision: revision };
  const fact = {
    kind: 'alarm-action',
    v: 1,
    atMs: room.nowMs,
    actor: 'An',
    body: { alarmId: alarm!.id, action },
  };
  room.fold({ kind: 'journal', seq: 1, entry: fact }, 1);
  expect([...(view.collect()?.records.alarm?.removed ?? [])]).toEqual([alarm!.id]);
});

test('a value that climbs is shown now and then, a change of state at once', () => {
  const { room, view } = makeCity();
  const feed = (value: number, afterMs: number): AlarmRecord[] => {
    const nowMs = room.nowMs + afterMs;
    tell(room, [
      { domain: 'power', entity: 'a', tMs: nowMs, readings: [{ metric: 'loadMw', value }] },
    ] as never);
    room.fold({ kind: 'tick', nowMs }, 1);
    return shown(view.collect());
  };
  expect(feed(120, 1_000)).toHaveLength(1);
  const values: (number | null)[] = [];
  for (let i = 1; i <= 200; i++) values.push(...feed(120 + i, 100).map(({ latest }) => latest.value));
  expect(values.length).toBeGreaterThan(1);
  expect(values.length).toBeLessThanOrEqual(20);
  expect(feed(20, 100)).toMatchObject([{ isActive: false }]);
});

test('duty posts are shown in their order; one that is gone from the configuration leaves', () => {
  const room = makeRoom({ alarms });
  const view = new View(room);
  const first = view.collect();
  expect([...(first?.records.position?.upserts.values() ?? [])]).toMatchObject([
    { id: 'grid', order: 0, name: { vi: 'Lưới điện' } },
    { id: 'all', order: 1 },
  ]);
  const [grid] = alarms.positions;
  room.configure({ ...room.config, alarms: { ...alarms, positions: [grid!] } });
  room.fold({ kind: 'tick', nowMs: room.nowMs + 1_000 }, 1);
  expect([...(view.collect()?.records.position?.removed ?? [])]).toEqual(['all']);
});

test('a rule that the centre took out is a notice on every screen until another revision is in force', () => {
  const room = makeRoom({ alarms: { ...alarms, rules: [{ ...rule, when: 'nonsense >= 1.0' }] } });
  const view = new View(room);
  const notices = [...(view.collect()?.records.system?.upserts.values() ?? [])];
  expect(notices).toMatchObject([
    { id: 'rule:load-high', status: 'degraded', detail: expect.stringContaining('nonsense') },
  ]);
  const body = { rule, revision: 2, by: 'An' };
  room.fold(
    { kind: 'journal', seq: 1, entry: { kind: 'rule', v: 1, atMs: room.nowMs, actor: 'An', body } },
    1,
  );
  room.fold({ kind: 'tick', nowMs: room.nowMs + 1_000 }, 1);
  expect([...(view.collect()?.records.system?.removed ?? [])]).toEqual(['rule:load-high']);
});

test('the marks of a map come with the alarms that they stand for, in the same diff, and go with them', () => {
  const entities = ['a', 'b', 'c', 'd'];
  const places = Object.fromEntries(
    entities.map((entity, i) => [`power/${entity}`, { loc: [106.7 + i * 1e-4, 10.77], name: words(entity) }]),
  );
  const { room, view, measure } = makeCity({
    ...{ places, rules: [{ ...rule, severity: 3, respondWithinMs: 7_200_000 }] },
  } as unknown as Partial<AlarmConfig>);
  const state = emptyState(room.epoch);
  const see = (diff: CityDiff | null): void => applyDiff(state, { ...diff!, from: state.seq });
  for (const entity of entities) see(measure(120, 1_000, entity));
  const shownAt = (level: number) => marksOf(state.layers.get(markLayerId(level)));
  expect(state.records.alarm.size).toBe(4);
  // Their incident calls for them.
  expect(shownAt(12)).toMatchObject([{ count: 4, priority: 3, isCalling: false, isReturned: false }]);
  expect(shownAt(12)[0]!.loc[0]).toBeCloseTo(106.70015, 6);
  expect(
    shownAt(17)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([...state.records.alarm.keys()].toSorted());
  const [first] = state.records.alarm.values();
  see(measure(20, 1_000, first!.entity));
  const { revision } = room.alarms.get(first!.id)!;
  const body = { alarmId: first!.id, action: { action: 'acknowledge', expectedRevision: revision } };
  const fact = { kind: 'alarm-action', v: 1, atMs: room.nowMs, actor: 'An', body };
  room.fold({ kind: 'journal', seq: 1, entry: fact }, 1);
  see(view.collect());
  expect(state.records.alarm.size).toBe(3);
  expect(
    shownAt(12)
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual([...state.records.alarm.keys()].toSorted());
});
