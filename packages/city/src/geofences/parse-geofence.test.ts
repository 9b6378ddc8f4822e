import { expect, test } from 'vitest';
import { LONGEST_LIFE_MS, parseGeofence, ringFault, toOpenRing } from './parse-geofence.ts';

const NOW = Date.UTC(2026, 10, 23, 8);
const RING = [
  [106.69, 10.77],
  [106.71, 10.77],
  [106.71, 10.79],
];
const GOOD = { name: 'Chợ Bến Thành', purpose: 'Cháy lan', kind: 'closed', ring: RING };

test('a fence is taken with its words on one line, its ring open and its expiry told', () => {
  const raw = {
    ...GOOD,
    name: '  Chợ \n Bến Thành ',
    ring: [...RING, RING[0]],
    expiresAtMs: NOW + 1,
    extra: 1,
  };
  expect(parseGeofence(raw, NOW)).toEqual({
    ok: true,
    value: { ...GOOD, ring: RING, expiresAtMs: NOW + 1 },
  });
  expect(parseGeofence(GOOD, NOW)).toMatchObject({ ok: true, value: { expiresAtMs: null } });
});

test.each([
  ['bad-name', { name: ' ' }],
  ['bad-name', { name: 'x'.repeat(81) }],
  ['bad-name', { name: 7 }],
  ['bad-purpose', { purpose: undefined }],
  ['bad-purpose', { purpose: 'x'.repeat(501) }],
  ['bad-kind', { kind: 'war' }],
  ['bad-kind', { kind: '__proto__' }],
  ['bad-ring', { ring: 'POLYGON' }],
  ['bad-ring', { ring: RING.slice(0, 2) }],
  ['bad-ring', { ring: [...RING, [Number.NaN, 10]] }],
  ['bad-ring', { ring: [...RING, [106.7]] }],
  ['bad-ring', { ring: [...RING, [106.7, 91]] }],
  ['bad-ring', { ring: Array.from({ length: 201 }, (_, i) => [106 + i / 1e3, 10 + (i % 2)]) }],
  ['ring-meets-itself', { ring: [RING[0], RING[2], RING[1], [106.69, 10.79]] }],
  ['ring-meets-itself', { ring: [RING[0], RING[1], RING[1], RING[2]] }],
  ['ring-meets-itself', { ring: [RING[0], RING[1], [106.7, 10.77]] }],
  ['ring-too-small', { ring: [RING[0], [106.69002, 10.77], [106.69, 10.77002]] }],
  ['bad-expiry', { expiresAtMs: NOW }],
  ['bad-expiry', { expiresAtMs: NOW + LONGEST_LIFE_MS + 1 }],
  ['bad-expiry', { expiresAtMs: '2026-11-24' }],
])('%s: %j', (code, over) => {
  const parsed = parseGeofence({ ...GOOD, ...over }, NOW);
  expect(parsed).toMatchObject({ ok: false, code });
  expect(!parsed.ok && parsed.message.length).toBeGreaterThan(10);
});

test('a ring outside the city is told of, with the likely cause', () => {
  const swapped = RING.map(([lon, lat]) => [lat!, lon! - 90] as const);
  expect(ringFault(swapped, [106, 10, 107, 11])).toMatchObject({ code: 'outside-city' });
  expect(ringFault(toOpenRing(swapped.map(([lat, lon]) => [lon + 90, lat])), [106, 10, 107, 11])).toBe(
    undefined,
  );
});
