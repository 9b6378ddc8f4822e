import { expect, test } from 'vitest';
import type { CityGround } from './city-ground.ts';
import { findPlaces, placeIndex } from './place-search.ts';

const GROUND = {
  units: [
    { code: '1', name: 'Hòa Bình', centroid: [106.6, 10.7], rings: [] },
    { code: '2', name: 'Tân Sơn Hòa', centroid: [106.65, 10.8], rings: [] },
  ],
  places: [{ name: { vi: 'Bến Bạch Đằng', en: 'Bạch Đằng quay' }, loc: [106.7, 10.77] }],
  stations: [
    {
      domain: 'air',
      entity: 'a',
      name: { vi: 'Trạm Hoà Hưng', en: 'Hoà Hưng station' },
      loc: [106.67, 10.78],
    },
  ],
  roads: [
    { id: 'r1', name: 'Điện Biên Phủ', class: 'primary', points: [[106.69, 10.78]] },
    { id: 'r2', name: 'Điện Biên Phủ', class: 'primary', points: [[106.7, 10.79]] },
    { id: 'r3', name: '', class: 'minor', points: [[106.7, 10.79]] },
  ],
} as unknown as CityGround;

const find = (query: string): string[] =>
  findPlaces(placeIndex(GROUND, 'vi'), query, 5).map(({ name }) => name);

test('hoà and hòa are one word, and names that begin with it come first', () => {
  expect(find('hoa')).toEqual(['Hòa Bình', 'Tân Sơn Hòa', 'Trạm Hoà Hưng']);
  expect(find('HOÀ')).toEqual(find('hòa'));
});

test('words may come in any order and without đ; a road in pieces is one name', () => {
  expect(find('dien bien')).toEqual(['Điện Biên Phủ']);
  expect(find('phu dien')).toEqual(['Điện Biên Phủ']);
  expect(find('dang bach')).toEqual(['Bến Bạch Đằng']);
});

test('one letter and nothing find nothing', () => {
  expect([find(''), find(' '), find('h'), find('xyz')]).toEqual([[], [], [], []]);
});
