import type { CityDiff, RecordTableName } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { feedConfig, indicatorConfig, makeRoom, reading, T0, tell } from '../fold/room-fixture.ts';
import { View } from './view.ts';

const MINUTE = 60_000;
const keys = (diff: CityDiff | null, table: RecordTableName) => [
  ...(diff?.records[table]?.upserts.keys() ?? []),
];
const tickTo = (room: ReturnType<typeof makeRoom>, nowMs: number) => room.fold({ kind: 'tick', nowMs }, 1);

test('a diff continues the one before; nothing new is no diff and no number', () => {
  const room = makeRoom({ feeds: [] });
  const view = new View(room);
  const first = view.collect();
  expect(first).toMatchObject({ from: 0, seq: 1, atMs: T0 });
  expect(view.collect()).toBeNull();
  expect(view.seq).toBe(1);
  tell(room, [reading('a', 1)]);
  tickTo(room, T0 + 1_000);
  expect(view.collect()).toMatchObject({ from: 1, seq: 2 });
});

test('a record that did not change is not sent again, one that did is', () => {
  const room = makeRoom({
    feeds: [],
    indicators: [
      indicatorConfig({ id: 'load' }),
      indicatorConfig({ id: 'other', source: { domain: 'x', metric: 'y' } }),
    ],
  });
  const view = new View(room);
  expect(keys(view.collect(), 'indicator')).toEqual(['load', 'other']);
  tell(room, [reading('a', 5)]);
  tickTo(room, T0 + 1_000);
  expect(keys(view.collect(), 'indicator')).toEqual(['load']);
  tickTo(room, T0 + 2_000);
  expect(keys(view.collect(), 'indicator')).toEqual([]);
});

test('figures go out at most once a second, incidents at once; a forgotten incident is removed with its timeline', () => {
  const room = makeRoom();
  const view = new View(room);
  view.collect();
  const report = { id: 'r', tMs: T0, category: 'fire', title: 'Cháy', source: 'test', severity: 1 };
  room.fold(
    {
      kind: 'journal',
      seq: 1,
      entry: {
        kind: 'report',
        v: 1,
        atMs: T0,
        actor: 'feed:mqtt',
        body: { report, unit: null, simulated: false },
      },
    },
    1,
  );
  const [incident] = [...room.incidents.values()];
  const diff = view.collect();
  expect([keys(diff, 'incident'), keys(diff, 'timeline'), keys(diff, 'feed')]).toEqual([
    [incident!.id],
    [incident!.id],
    [],
  ]);
  room.dirty.incidents.add('SC-forgotten');
  const removal = view.collect();
  expect(removal?.records.incident?.removed).toEqual(new Set(['SC-forgotten']));
  expect(removal?.records.timeline?.removed).toEqual(new Set(['SC-forgotten']));
});

test('an entity is named once per view, then only moved and measured; a metric never told is NaN, not 0', () => {
  const room = makeRoom({ layers: [{ id: 'power', metrics: ['loadMw', 'voltageV'] }] });
  const view = new View(room);
  tell(room, [reading('a', 5, { loc: [106.7, 10.7] })]);
  const first = view.collect()!.layers.get('power')!;
  expect([...first.named.names]).toEqual(['a']);
  expect(first.measured.metrics.map((column) => column[0])).toEqual([5, Number.NaN]);
  expect(first.measured.eventTimeMs[0]).toBe(T0);
  tell(room, [reading('a', 6, { tMs: T0 + MINUTE })]);
  const second = view.collect()!.layers.get('power')!;
  expect([...second.named.names]).toEqual([]);
  expect(second.measured.eventTimeMs[0]).toBe(T0 + MINUTE);
});

test('the health of a part is sent when it changes', () => {
  const room = makeRoom({ feeds: [] });
  const view = new View(room);
  view.setSystem({ id: 'log', status: 'ok', detail: '', sinceMs: T0 });
  expect(keys(view.collect(), 'system')).toEqual(['log']);
  tickTo(room, T0 + 1_000);
  expect(keys(view.collect(), 'system')).toEqual([]);
  view.setSystem({ id: 'log', status: 'degraded', detail: 'disk-full', sinceMs: T0 + 1_500 });
  tickTo(room, T0 + 2_000);
  expect(view.collect()?.records.system?.upserts.get('log')).toMatchObject({ status: 'degraded' });
});

test('the rate of a feed is known after five seconds, 0 before', () => {
  const room = makeRoom();
  const view = new View(room);
  expect(view.feeds()[0]).toMatchObject({ ratePerS: 0 });
  for (let i = 0; i < 50; i++) tell(room, [reading('a', i, { tMs: T0 + i })]);
  tickTo(room, T0 + 5_000);
  expect(view.feeds()[0]).toMatchObject({ ratePerS: 10 });
});

test('what is under way beside the counts is what was told, 0 before', () => {
  const view = new View(makeRoom({ feeds: [feedConfig(), feedConfig({ id: 'http' })] }));
  expect(view.feeds().map((feed) => feed.inFlight)).toEqual([0, 0]);
  view.inFlight = (feed) => (feed === 'http' ? 7 : 0);
  expect(view.feeds().map((feed) => [feed.id, feed.inFlight])).toEqual([
    ['mqtt', 0],
    ['http', 7],
  ]);
});
