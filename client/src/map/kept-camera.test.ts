import { expect, test } from 'vitest';
import { keepCamera, readCamera } from './kept-camera.ts';
import type { KeptCamera } from './kept-camera.ts';

const CAMERA: KeptCamera = { centre: [106.7, 10.78], zoom: 13.25, isTilted: true };

function memory(kept: Record<string, string> = {}): Storage {
  const items = new Map(Object.entries(kept));
  return {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, text: string) => void items.set(key, text),
  } as unknown as Storage;
}

test('what was kept for an address is read for it, and for no other', () => {
  const tab = memory();
  keepCamera(tab, 'map', { of: '/desk/SC-000001', camera: CAMERA });
  expect(readCamera(tab, 'map', '/desk/SC-000001')).toEqual(CAMERA);
  expect(readCamera(tab, 'map', '/desk/SC-000002')).toBe(null);
  expect(readCamera(tab, 'another city', '/desk/SC-000001')).toBe(null);
});

test.each([
  ['nothing', undefined],
  ['no JSON', '{'],
  ['no object', '7'],
  ['a place that is none', '{"of":"/desk","lon":1067,"lat":10.7,"zoom":12}'],
  ['a place without a number', '{"of":"/desk","lon":null,"lat":10.7,"zoom":12}'],
  ['a zoom that no map has', '{"of":"/desk","lon":106.7,"lat":10.7,"zoom":120}'],
])('%s is no camera', (_what, text) => {
  expect(readCamera(memory(text === undefined ? {} : { map: text }), 'map', '/desk')).toBe(null);
});

test('a browser that keeps nothing, or has no room, is no fault', () => {
  expect(readCamera(null, 'map', '/desk')).toBe(null);
  keepCamera(null, 'map', { of: '/desk', camera: CAMERA });
  const full = {
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  } as unknown as Storage;
  keepCamera(full, 'map', { of: '/desk', camera: CAMERA });
});
