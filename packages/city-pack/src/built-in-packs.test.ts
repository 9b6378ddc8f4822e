import { CITY_DOMAINS, VN_AQI_BANDS } from '@metropane/city';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { groupingOn, groupOf } from './groupings.ts';
import { checkCityPack, loadCityPack } from './load-city-pack.ts';
import { makeExtension } from './make-extension.ts';
import { BUILT_IN_PACKS } from './pack-folder.ts';
import { distanceM } from './plane.ts';
import { classOf, scaleOn } from './scales.ts';
import { thresholdOn } from './threshold-editions.ts';
import { unitAt } from './unit-index.ts';
import { areaM2 } from './unit-parts.ts';
import { dayKind, isWorkingDay } from './working-calendar.ts';
import type { CityPack, LonLat } from './pack-types.ts';

const SHARED = process.env['METROPANE_SHARED_DATA'] ?? join(BUILT_IN_PACKS, '../../shared/data');

function load(name: string): CityPack {
  const result = loadCityPack(name);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

const hcmc = load('hcmc');
const danang = load('danang');

/** Traffic is measured on road segments, not at stations; line 1 is the only metro of the country's south. */
const WITHOUT_STATIONS = { hcmc: ['traffic'], danang: ['traffic', 'metro'] } as const;

test.each([hcmc, danang])('$id has stations of every domain, each with periods and ranges', (pack) => {
  const domains = new Set(pack.stations.map(({ domain }) => domain));
  const missing = CITY_DOMAINS.map(({ code }) => code).filter((code) => !domains.has(code));
  expect(missing).toEqual(WITHOUT_STATIONS[pack.id as 'hcmc' | 'danang']);
  for (const { metrics } of pack.stations) expect(Object.keys(metrics).length).toBeGreaterThan(0);
});

test.each([hcmc, danang])(
  '$id says for every category who answers and by which steps, around the clock',
  (pack) => {
    for (const { id } of pack.categories)
      expect(pack.sops.filter(({ categories }) => categories.includes(id))).toHaveLength(1);
    expect(pack.shifts).toHaveLength(3);
    expect(new Set(pack.posts.map(({ agency }) => agency)).size).toBeGreaterThanOrEqual(3);
    expect(pack.posts.every(({ unit }) => unit !== undefined)).toBe(true);
  },
);

test('metro line 1: 14 stations in order, along the highway as far as the pack draws it, 19.7 km long', () => {
  const [line] = hcmc.lines;
  const stations = line!.stations.map((entity) =>
    hcmc.stations.find((station) => station.domain === 'metro' && station.entity === entity)!,
  );
  expect(stations.map(({ facts }) => facts!['order'])).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14,
  ]);
  let lengthKm = 0;
  for (let i = 1; i < stations.length; i += 1) {
    const metres = distanceM(stations[i - 1]!.loc, stations[i]!.loc);
    expect(metres).toBeGreaterThan(400);
    expect(metres).toBeLessThan(2_600);
    lengthKm += metres / 1_000;
  }
  // The line is 19.7 km long with its depot track; straight from station to station it is a little less.
  expect(lengthKm).toBeGreaterThan(16);
  expect(lengthKm).toBeLessThan(19.7);
  const highway = hcmc.segments.filter(({ roadId }) => ['vo-nguyen-giap', 'xa-lo-ha-noi'].includes(roadId));
  const away = ({ loc }: { loc: LonLat }): number =>
    Math.min(...highway.flatMap(({ points }) => points.map((point) => distanceM(point, loc))));
  // The pack's highway ends before the last two.
  for (const station of stations.slice(4, 12))
    expect([station.entity, away(station) < 350]).toEqual([station.entity, true]);
});

test('the supply areas share the load of the whole city', () => {
  for (const pack of [hcmc, danang]) {
    const shares = pack.stations.flatMap(({ domain, facts }) =>
      domain === 'power' ? [Number(facts!['share'])] : [],
    );
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
  }
});

test('the 22 former districts hold until 2025-06-30; the areas of today hold every unit', () => {
  const districts = groupingOn(hcmc, 'districts', '2025-06-30')!;
  expect(districts.groups).toHaveLength(22);
  expect(groupingOn(hcmc, 'districts', '2025-07-01')).toBeUndefined();
  const areas = groupingOn(hcmc, 'areas', '2026-11-23')!;
  for (const { code, formerDistrict, validFrom } of hcmc.units) {
    expect(groupOf(districts, code)?.name.vi).toBe(formerDistrict);
    expect(groupOf(areas, code)).toBeDefined();
    expect(validFrom).toBe('2025-07-01');
  }
  expect(areas.groups.map(({ units }) => units.length)).toEqual([102, 36, 30]);
});

test('the air index of the pack is that of the calculation', () => {
  const { classes } = scaleOn(
    hcmc.scales.find(({ id }) => id === 'vn-aqi')!,
    '2026-11-23',
  )!;
  expect(classes.map(({ from, to }) => [from, to])).toEqual(VN_AQI_BANDS.map(({ from, to }) => [from, to]));
  expect(classes.map(({ name }) => name.vi)).toEqual(VN_AQI_BANDS.map(({ name }) => name.vi));
});

test('no amount of rain falls between two classes', () => {
  const rain = scaleOn(
    hcmc.scales.find(({ id }) => id === 'rain-24h')!,
    '2026-11-23',
  )!;
  const classes = Array.from({ length: 3_000 }, (_, tenths) => classOf(rain, tenths / 10)?.id);
  const starts = classes.flatMap((one, i) => (one === classes[i - 1] ? [] : [[i / 10, one]]));
  expect(starts.slice(starts[0]![1] === undefined ? 1 : 0)).toEqual([
    [16, 'moderate'],
    [51, 'heavy'],
    [100.1, 'very-heavy'],
  ]);
});

test('a noise limit is known for the days of its regulation, and none is invented after', () => {
  const noise = hcmc.scales.find(({ id }) => id === 'noise')!;
  const limit = (date: string, area: string, time?: string): number | undefined =>
    scaleOn(noise, date, { area, ...(time !== undefined && { time }) })?.classes[0]?.from;
  const lastDay = ['05:59', '06:00', '20:59', '21:00', '00:00'].map((time) => [
    limit('2025-11-13', 'special', time),
    limit('2025-11-13', 'ordinary', time),
  ]);
  expect(lastDay).toEqual([
    [45, 55],
    [55, 70],
    [55, 70],
    [45, 55],
    [45, 55],
  ]);
  expect([limit('2025-11-14', 'special', '12:00'), limit('2010-12-15', 'special', '12:00')]).toEqual([
    undefined,
    undefined,
  ]);
  expect([limit('2025-11-13', 'special'), limit('2025-11-13', 'industrial', '12:00')]).toEqual([
    undefined,
    undefined,
  ]);
});

test.each([
  ['2025-01-29', false],
  ['2025-04-26', true],
  ['2025-05-02', false],
  ['2026-01-02', false],
  ['2026-01-10', true],
  ['2026-02-13', true],
  ['2026-02-17', false],
  ['2026-02-23', true],
  ['2026-04-27', false],
  ['2026-08-22', true],
  ['2026-08-31', false],
  ['2026-11-23', true],
  ['2027-02-06', false],
  ['2027-02-12', true],
  ['2024-12-31', undefined],
])('%s is a working day: %s', (...row) => {
  const [date, isWorking] = row;
  expect(isWorkingDay(hcmc, date)).toBe(isWorking);
});

/** The civil day in Viet Nam of the new moon nearest to a date (Meeus, Astronomical Algorithms, ch. 49: within some minutes). */
function firstDayOfMoon(date: string): string {
  const k = Math.round((Date.parse(date) / 86_400_000 - 10_962.6) / 29.530588861);
  const t = k / 1236.85;
  const rad = (degrees: number): number => (degrees * Math.PI) / 180;
  const sun = rad(2.5534 + 29.1053567 * k - 0.0000014 * t * t);
  const moon = rad(201.5643 + 385.81693528 * k + 0.0107582 * t * t);
  const latitude = rad(160.7108 + 390.67050284 * k - 0.0016118 * t * t);
  const terms =
    -0.4072 * Math.sin(moon) +
    0.17241 * Math.sin(sun) +
    0.01608 * Math.sin(2 * moon) +
    0.01039 * Math.sin(2 * latitude) +
    0.00739 * Math.sin(moon - sun) -
    0.00514 * Math.sin(moon + sun) +
    0.00208 * Math.sin(2 * sun) -
    0.00111 * Math.sin(moon - 2 * latitude) -
    0.00057 * Math.sin(moon + 2 * latitude);
  const dynamicalDay = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t + terms;
  // 70 s between dynamical time and UTC; the civil day begins 7 hours before that of UTC.
  return new Date((dynamicalDay - 2_440_587.5) * 86_400_000 - 70_000 + 7 * 3_600_000)
    .toISOString()
    .slice(0, 10);
}

function minusDays(date: string, days: number): string {
  return new Date(Date.parse(date) - days * 86_400_000).toISOString().slice(0, 10);
}

test('the first day of Tết is that of the lunar calendar', () => {
  for (const date of ['2025-01-29', '2026-02-17', '2027-02-06'])
    expect([firstDayOfMoon(date), dayKind(hcmc, date)?.name?.en]).toEqual([date, 'Lunar New Year']);
  // The tenth day of the third month; the first one is the day of its new moon.
  for (const date of ['2025-04-07', '2026-04-26', '2027-04-16'])
    expect([firstDayOfMoon(minusDays(date, 9)), dayKind(hcmc, date)?.name?.en]).toEqual([
      minusDays(date, 9),
      "Hung Kings' Day",
    ]);
});

test('what is national is the same in both packs', () => {
  expect(danang.calendar).toEqual(hcmc.calendar);
  expect(danang.scales).toEqual(hcmc.scales);
});

test('Da Nang: 94 units since 2025-07-01, of data alone', () => {
  const kinds = danang.units.map(({ fullName }) => fullName.split(' ')[0]);
  const count = (kind: string): number => kinds.filter((one) => one === kind).length;
  expect([count('Phường'), count('Xã'), count('Đặc')]).toEqual([23, 70, 1]);
  for (const unit of danang.units) expect(unitAt(danang, ...unit.centroid)?.code).toBe(unit.code);
  expect(groupingOn(danang, 'areas', '2026-11-23')!.groups.map(({ units }) => units.length)).toEqual([
    16, 78,
  ]);
  const mainlandKm2 = danang.units
    .filter(({ name }) => name !== 'Hoàng Sa')
    .reduce((sum, { polygon }) => sum + areaM2(polygon) / 1e6, 0);
  expect(Math.abs(mainlandKm2 - 11_560)).toBeLessThan(300);
  const camLe = danang.thresholds.find(({ id }) => id === 'cam-le')!;
  expect(thresholdOn(camLe, '2026-11-23')?.levels.map(({ value }) => value)).toEqual([1, 1.8, 2.5]);
});

test.each([
  ['Cầu Rồng', 108.232, 16.0612, 'An Hải'],
  ['Hội An', 108.3285, 15.8775, 'Hội An'],
  ['Hoàng Sa', 111.6, 16.53, 'Hoàng Sa'],
])('Da Nang: %s lies in %s', (...row) => {
  const [, lon, lat, name] = row;
  expect(unitAt(danang, lon, lat)?.name).toBe(name);
});

const PUBLIC_FILES = {
  wards: join(SHARED, 'hcmc_wards_2025/hcmc_wards.geojson'),
  cameras: join(SHARED, 'hcmc_cameras/cameras.json'),
  bus: join(SHARED, 'hcmc_bus'),
};

test.skipIf(!Object.values(PUBLIC_FILES).every((path) => existsSync(path)))(
  'public files of the city become a pack that extends it; what lies outside is left out and named',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'metropane-made-'));
    try {
      const made = makeExtension(PUBLIC_FILES, folder);
      if (!made.ok) throw new Error(made.message);
      const { written, leftOut } = made.value;
      const lost = (what: string): number => leftOut.filter((one) => one.what === what).length;
      expect([
        written['cameras.csv']! + lost('camera'),
        written['bus-stops.csv']! + lost('bus stop'),
      ]).toEqual([282, 4_397]);
      expect(written['bus-routes.geojson']! + lost('bus route')).toBe(297);
      expect(checkCityPack(folder)).toEqual([]);
      const pack = load(folder);
      expect([pack.units.length, pack.units[0]!.derived, pack.cameras.length]).toEqual([
        168,
        false,
        written['cameras.csv'],
      ]);
      expect(pack.busRoutes.length).toBe(written['bus-routes.geojson']);
      expect(makeExtension(PUBLIC_FILES, folder)).toMatchObject({ ok: false, code: 'not-empty' });
      expect(readFileSync(join(folder, 'city.yaml'), 'utf8')).toBe('extends: hcmc\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
