import { ringAreaM2 } from '@metropane/city';
import type { RingPoint } from '@metropane/city';
import { makeRng } from '@metropane/base';
import { emptyState, makeLayerTable } from '@metropane/live-state';
import type { AlarmRecord, Channel, IncidentRecord, LayerTable } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { CityGround } from '../../live/city-ground.ts';
import { callsInside, channelsInside, layersInside } from './geofence-content.ts';
import { measure } from './measure.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const RING: RingPoint[] = [
  [106.69, 10.76],
  [106.71, 10.76],
  [106.71, 10.78],
  [106.69, 10.78],
];
const IN = [106.7, 10.77] as const;
const OUT = [106.72, 10.77] as const;

function ground(): CityGround {
  const station = (entity: string, loc: readonly [number, number]) => ({ domain: 'air', entity, loc });
  const segment = (id: string, points: readonly (readonly [number, number])[]) => ({ id, points });
  const across = [
    [106.68, 10.77],
    [106.72, 10.77],
  ] as const;
  return {
    stations: [station('in', IN), station('out', OUT)],
    segments: [segment('across', across), segment('beside', [OUT, [106.73, 10.77]])],
    layers: ['air', 'traffic', 'transit'].map((id) => ({ id, metrics: [] })),
  } as unknown as CityGround;
}

function table(id: string, rows: [name: string, lon: number, lat: number, ageMs: number][]): LayerTable {
  const made = makeLayerTable({ id, metrics: [] } as never);
  made.rowCount = rows.length;
  made.names = rows.map(([name]) => name);
  made.lonDeg = Float64Array.from(rows, ([, lon]) => lon);
  made.latDeg = Float64Array.from(rows, ([, , lat]) => lat);
  made.eventTimeMs = Float64Array.from(rows, ([, , , ageMs]) => NOW - ageMs);
  return made;
}

test('open incidents and standing alarms inside, the worst first; what is closed, outside or nowhere is not', () => {
  const state = emptyState();
  const put = (id: string, over: object): void =>
    void state.records.incident.set(id, { id, state: 'new', priority: 3, ...over } as IncidentRecord);
  put('a', { loc: IN });
  put('b', { loc: IN, priority: 1 });
  put('c', { loc: IN, state: 'closed' });
  put('d', { loc: OUT });
  put('e', {});
  const alarm = (id: string, over: object): void =>
    void state.records.alarm.set(id, { id, state: 'acknowledged', priority: 2, ...over } as AlarmRecord);
  alarm('x', { loc: IN, priority: 4 });
  alarm('y', { loc: IN });
  alarm('z', { loc: OUT, priority: 1 });
  const { incidents, alarms } = callsInside(RING, state);
  expect(incidents.map(({ id }) => id)).toEqual(['b', 'a']);
  expect(alarms.map(({ id }) => id)).toEqual(['y', 'x']);
});

test('what moves counts by where it is; a station by the city’s place, a road if any of it lies inside', () => {
  const state = emptyState();
  const [nan, minute] = [Number.NaN, 60_000];
  state.layers.set(
    'air',
    table('air', [
      ['in', nan, nan, minute],
      ['out', ...IN, 0],
    ]),
  );
  state.layers.set(
    'traffic',
    table('traffic', [
      ['across', nan, nan, 0],
      ['beside', nan, nan, 0],
    ]),
  );
  const buses: [string, number, number, number][] = [
    ['bus', ...IN, 0],
    ['late', ...IN, 10 * minute],
    ['far', ...OUT, 0],
  ];
  state.layers.set('transit', table('transit', buses));
  const held = new Set<Channel>(['layer:air', 'layer:traffic', 'layer:transit']);
  const [air, traffic, transit] = layersInside(RING, { state, ground: ground(), held, nowMs: NOW });
  expect(air?.times).toMatchObject({ count: 1, newestMs: NOW - minute });
  expect(traffic?.times).toMatchObject({ count: 1 });
  expect(transit?.times).toMatchObject({ count: 2, stale: 1, newestMs: NOW, oldestMs: NOW - 10 * minute });
});

test('a layer that the centre has not sent yet is not heard, which is not nothing', () => {
  const where = { state: emptyState(), ground: ground(), nowMs: NOW };
  const wanted = channelsInside(RING, ground());
  const transit = wanted.filter((channel) => channel.startsWith('layer:transit'));
  const part = new Set<Channel>([...transit.slice(1), 'layer:traffic', 'layer:air']);
  expect(layersInside(RING, { ...where, held: part }).map(({ times }) => times?.count ?? null)).toEqual([
    ...[0, 0, null],
  ]);
  const all = new Set<Channel>([...wanted]);
  expect(layersInside(RING, { ...where, held: all }).map(({ times }) => times?.count)).toEqual([0, 0, 0]);
});

test('the area of a fence is that of the geodesic to a thousandth, small and as large as the city', () => {
  const rng = makeRng('geofence-area');
  for (let i = 0; i < 50; i++) {
    const size = 10 ** (-3 + 2.5 * rng.next());
    const count = 3 + rng.int(20);
    const ring = Array.from({ length: count }, (_, k): RingPoint => {
      const turn = ((k + 0.5 * rng.next()) / count) * 2 * Math.PI;
      return [106.7 + size * Math.cos(turn), 10.77 + size * Math.sin(turn)];
    });
    expect(ringAreaM2(ring) / measure(ring).areaM2!).toBeCloseTo(1, 3);
  }
});
