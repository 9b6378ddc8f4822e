import { emptyState } from '@metropane/live-state';
import type { WallRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import type { CityGround, CityScene } from './city-ground.ts';
import { cameraOf, wallNow } from './wall-scene.ts';

const scene = (id: string, more: Partial<CityScene> = {}): CityScene => ({
  id,
  name: { vi: id, en: id },
  left: [],
  middle: [],
  right: [],
  ...more,
});
const GROUND = {
  views: {
    main: { id: 'inner', centre: [106.7, 10.78], zoom: 12 },
    insets: [{ id: 'region', name: { vi: '', en: '' }, bbox: [0, 0, 1, 1], centre: [107, 10.9], zoom: 8 }],
  },
  scenes: [
    scene('day'),
    scene('region', { view: 'region' }),
    scene('quay', { camera: { centre: [1, 2], zoom: 9 } }),
  ],
} as unknown as CityGround;
const record = (more: Partial<WallRecord>): WallRecord => ({
  id: 'main',
  scene: 'day',
  sinceMs: 0,
  untilMs: 60_000,
  playlist: ['day', 'region'],
  index: 0,
  heldBy: null,
  sentUntilMs: null,
  incidentId: null,
  isFrozen: false,
  ...more,
});

function stateWith(wall?: WallRecord) {
  const state = emptyState(1);
  if (wall !== undefined) state.records.wall.set('main', wall);
  return state;
}

test('before the centre has said anything a wall shows its first scene, and no next one', () => {
  const now = wallNow(stateWith(), GROUND, 'main');
  expect([now.scene.id, now.next, now.record]).toEqual(['day', null, null]);
  expect(wallNow(stateWith(), { ...GROUND, scenes: [] }, 'main').scene.id).toBe('overview');
});

test('the scene of the record, and the one that follows; of the last the first', () => {
  const at = (more: Partial<WallRecord>) => wallNow(stateWith(record(more)), GROUND, 'main');
  expect([at({}).scene.id, at({}).next?.id]).toEqual(['day', 'region']);
  expect(at({ scene: 'region', index: 1 }).next?.id).toBe('day');
  expect(at({ untilMs: null }).next).toBeNull();
  expect(at({ scene: 'of-a-newer-pack' }).scene.id).toBe('day');
});

test('an incident scene without its incident is no scene: the city is shown instead', () => {
  const held = record({ scene: 'incident', untilMs: null, heldBy: 'SC-000001', incidentId: 'SC-000001' });
  const state = stateWith(held);
  expect(wallNow(state, GROUND, 'main').scene.id).toBe('day');
  state.records.incident.set('SC-000001', { id: 'SC-000001', loc: [106.6, 10.7] } as never);
  const now = wallNow(state, GROUND, 'main');
  expect([now.scene.id, cameraOf(now, GROUND)]).toEqual(['incident', { centre: [106.6, 10.7], zoom: 13.6 }]);
});

test('a scene looks where its view or its camera says, else at the main view', () => {
  const [day, region, quay] = GROUND.scenes!.map((one) => cameraOf({ scene: one, incident: null }, GROUND));
  expect([day, region?.zoom, quay?.zoom]).toEqual([null, 8, 9]);
});
