import { parseGeofence } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';
import { expect, test } from 'vitest';
import { draftOf, fenceOfDraft, LIVES, NEW_FENCE, parseFenceDraft } from './fence-draft.ts';
import { typedPlace } from './typed-place.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const HOUR_MS = 3_600_000;
const RING = [
  [106.69, 10.76],
  [106.71, 10.76],
  [106.71, 10.78],
] as const;
const DRAFT = { ...NEW_FENCE, points: RING, name: 'Chợ', purpose: 'Cháy' };
const BBOX = [106.3, 8.6, 107.6, 11.5] as const;

test.each(LIVES)('the centre takes a fence with the life %s', (life) => {
  const fence = fenceOfDraft({ ...DRAFT, life }, NOW);
  expect(parseGeofence(fence, NOW)).toMatchObject({ ok: true, value: { name: 'Chợ', ring: RING } });
});

test('a life counts from when it is saved; a change keeps the end that the fence has', () => {
  expect(fenceOfDraft({ ...DRAFT, life: '4' }, NOW)).toMatchObject({ expiresAtMs: NOW + 4 * HOUR_MS });
  expect(fenceOfDraft(DRAFT, NOW)).toMatchObject({ expiresAtMs: null });
  const fence = {
    id: 'VG-000001',
    revision: 3,
    ring: RING,
    expiresAtMs: NOW + 1,
  } as unknown as GeofenceRecord;
  expect(draftOf(fence)).toMatchObject({ id: 'VG-000001', revision: 3, points: RING, life: 'as-is' });
  expect(fenceOfDraft(draftOf(fence), NOW)).toMatchObject({ expiresAtMs: NOW + 1 });
});

test('a draft that was kept is read again; anything else under its name is none', () => {
  expect(parseFenceDraft(JSON.stringify(DRAFT))).toEqual(DRAFT);
  const bad = [{ points: [['a', 1]] }, { kind: 'war' }, { life: '5' }, { name: 1 }, { expiresAtMs: 'x' }];
  for (const over of bad) expect(parseFenceDraft(JSON.stringify({ ...DRAFT, ...over }))).toBeNull();
  for (const text of ['', 'null', '{', '[]']) expect(parseFenceDraft(text)).toBeNull();
});

test.each([
  ['10.7769, 106.7009', [106.7009, 10.7769]],
  ['106.7009 10.7769', [106.7009, 10.7769]],
  ['(10.7769; 106.7009)', [106.7009, 10.7769]],
  ['10.7769°, 106.7009°', [106.7009, 10.7769]],
  ['21.03, 105.85', undefined],
  ['10.7769', undefined],
  ['10,7769, 106,7009', undefined],
  ['Chợ Bến Thành', undefined],
])('typed: %s', (text, place) => {
  expect(typedPlace(text, BBOX)).toEqual(place);
});
