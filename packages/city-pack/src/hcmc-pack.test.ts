import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadCityPack } from './load-city-pack.ts';
import { toMultiPolygon } from './multi-polygon.ts';
import type { AreaGeometry } from './multi-polygon.ts';
import { BUILT_IN_PACKS } from './pack-folder.ts';
import { distanceM, lengthM } from './plane.ts';
import { thresholdOn } from './threshold-editions.ts';
import { unitAt } from './unit-index.ts';
import { areaM2 } from './unit-parts.ts';
import type { CityPack, LonLat } from './pack-types.ts';

const SHARED = process.env['METROPANE_SHARED_DATA'] ?? join(BUILT_IN_PACKS, '../../shared/data');
const BOUNDARIES = join(SHARED, 'hcmc_wards_2025/hcmc_wards.geojson');

function load(dirOrName: string): CityPack {
  const result = loadCityPack(dirOrName);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const pack = load('hcmc');

test('the built-in pack is complete', () => {
  expect(pack.units).toHaveLength(168);
  expect(pack.roads.length).toBeGreaterThanOrEqual(120);
  expect(pack.roads.filter((road) => road.points.length >= 6).length).toBeGreaterThanOrEqual(60);
  expect(pack.bridges.length).toBeGreaterThanOrEqual(12);
  expect(pack.places.length).toBeGreaterThanOrEqual(40);
  const count = (domain: string): number =>
    pack.stations.filter((station) => station.domain === domain).length;
  expect([count('air'), count('river') >= 4, count('rain') >= 8, count('flood') >= 12]).toEqual([
    10,
    true,
    true,
    true,
  ]);
  expect(pack.indicators).toHaveLength(8);
  const corridors = pack.panels.flatMap((panel) => (panel.kind === 'corridors' ? panel.corridors : []));
  expect(corridors.map(({ name, segments }) => [name, segments.length > 1])).toEqual([
    ['Xa lộ Hà Nội', true],
    ['Cộng Hòa', true],
    ['Võ Văn Kiệt', true],
    ['Nguyễn Hữu Cảnh', true],
    ['Phạm Văn Đồng', true],
    ['Nguyễn Văn Linh', true],
  ]);
});

test('every derived cell holds its centroid, and together they cover the city once', () => {
  for (const unit of pack.units) {
    expect(unit.derived).toBe(true);
    expect(unitAt(pack, unit.centroid[0], unit.centroid[1])?.code).toBe(unit.code);
  }
  const area = pack.units.reduce((sum, unit) => sum + areaM2(unit.polygon), 0) / 1e6;
  expect(Math.abs(area - 6_780)).toBeLessThan(100);
  expect(Math.abs(area - areaM2(pack.outline) / 1e6)).toBeLessThan(area * 0.003);
});

test.each([
  ['Chợ Bến Thành', 106.698, 10.7725, 'Bến Thành'],
  ['Nhà hát Thành phố', 106.7032, 10.7775, 'Sài Gòn'],
  ['sân bay Tân Sơn Nhất', 106.652, 10.8188, 'Tân Sơn'],
  ['Thanh Đa', 106.737, 10.821, 'Bình Quới'],
  ['Phú Mỹ Hưng', 106.7275, 10.72, 'Tân Mỹ'],
  ['Bãi Trước', 107.08, 10.346, 'Vũng Tàu'],
  ['Côn Đảo', 106.61, 8.69, 'Côn Đảo'],
])('%s lies in %s', (...row) => {
  const [, lon, lat, name] = row;
  expect(unitAt(pack, lon, lat)?.name).toBe(name);
});

test('no unit holds a place at sea or over the border', () => {
  expect(unitAt(pack, 107.3, 9.5)).toBeUndefined();
  expect(unitAt(pack, 106.85, 10.7)).toBeUndefined();
});

test('segments are 400-800 m long unless their road is shorter, have unique ids, and cover their roads', () => {
  expect(new Set(pack.segments.map(({ id }) => id)).size).toBe(pack.segments.length);
  for (const road of pack.roads) {
    const own = pack.segments.filter((segment) => segment.roadId === road.id);
    const total = lengthM(road.points);
    expect(Math.abs(own.reduce((sum, { lengthM: length }) => sum + length, 0) - total)).toBeLessThan(
      own.length * 2,
    );
    if (total > 800) for (const { lengthM: length } of own) expect(length).toBeGreaterThanOrEqual(399);
    for (const { lengthM: length } of own) expect(length).toBeLessThanOrEqual(801);
  }
});

test('the Saigon river runs between District 1 and Thủ Thiêm, under its bridges', () => {
  const river = pack.water.find(({ id }) => id === 'song-sai-gon')!;
  expect(river.centreline!.length).toBeGreaterThanOrEqual(60);
  const nearest = (at: LonLat): number => Math.min(...river.centreline!.map((point) => distanceM(point, at)));
  for (const id of [
    'cau-sai-gon',
    'cau-thu-thiem',
    'cau-ba-son',
    'cau-phu-my',
    'cau-binh-trieu',
    'cau-binh-loi',
  ]) {
    expect(nearest(pack.bridges.find((bridge) => bridge.id === id)!.loc)).toBeLessThan(250);
  }
  const inside = (lon: number, lat: number): boolean =>
    unitAt({ units: [{ ...pack.units[0]!, polygon: river.polygon }] }, lon, lat) !== undefined;
  expect([inside(106.7032, 10.7766), inside(106.709, 10.7735), inside(106.72, 10.775)]).toEqual([
    false,
    true,
    false,
  ]);
});

test('old levels are judged by the alarms of their own day', () => {
  const phuAn = pack.thresholds.find(({ id }) => id === 'phu-an')!;
  const third = (date: string): number | undefined =>
    thresholdOn(phuAn, date)?.levels.find(({ name }) => name === 'BĐ III')?.value;
  expect([third('2013-10-20'), third('2020-03-19'), third('2020-03-20'), third('2025-11-06')]).toEqual([
    1.5, 1.5, 1.6, 1.6,
  ]);
  expect(third('1999-01-01')).toBeUndefined();
});

test('loading twice gives the same pack', () => {
  expect(JSON.stringify(load('hcmc'))).toBe(JSON.stringify(pack));
});

test.skipIf(!existsSync(BOUNDARIES))(
  'official boundaries replace the cells and stay near the exact areas',
  () => {
    const official = load(BOUNDARIES);
    expect(official.units).toHaveLength(168);
    expect(official.roads).toHaveLength(pack.roads.length);
    expect(official.revision).not.toBe(pack.revision);
    const exact: { properties: { code: string }; geometry: AreaGeometry }[] = JSON.parse(
      readFileSync(BOUNDARIES, 'utf8'),
    ).features;
    official.units.forEach((unit, i) => {
      expect([unit.code, unit.derived]).toEqual([exact[i]!.properties.code, false]);
      const exactKm2 = areaM2(toMultiPolygon(exact[i]!.geometry)) / 1e6;
      expect(Math.abs(areaM2(unit.polygon) / 1e6 - exactKm2)).toBeLessThan(0.03 + exactKm2 * 0.01);
    });
    expect(unitAt(official, 106.698, 10.7725)?.name).toBe('Bến Thành');
    expect(
      official.units.flatMap(({ polygon }) => polygon.flat()).reduce((sum, ring) => sum + ring.length, 0),
    ).toBeLessThan(20_000);
  },
);

test.skipIf(!existsSync(BOUNDARIES))(
  'code and names of all 168 units are the published ones, and each holds its centroid',
  () => {
    const published: { properties: { code: string; name: string; fullName: string; areaKm2: number } }[] =
      JSON.parse(readFileSync(BOUNDARIES, 'utf8')).features;
    const own = pack.units.map(({ code, name, fullName, areaKm2 }) => ({ code, name, fullName, areaKm2 }));
    expect(own).toEqual(
      published.map(({ properties: { code, name, fullName, areaKm2 } }) => ({
        code,
        name,
        fullName,
        areaKm2,
      })),
    );
    const kinds = own.map(({ fullName }) => /^(Phường|Xã|Đặc khu)/.exec(fullName)?.[0]);
    const count = (kind: string): number => kinds.filter((one) => one === kind).length;
    expect([count('Phường'), count('Xã'), count('Đặc khu')]).toEqual([113, 54, 1]);
    const official = load(BOUNDARIES);
    const misplaced = official.units.filter(
      ({ code, centroid }) => unitAt(official, ...centroid)?.code !== code,
    );
    expect(misplaced.map(({ name }) => name)).toEqual([]);
  },
);
