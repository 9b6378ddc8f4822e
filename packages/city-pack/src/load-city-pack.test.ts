import { expect, test } from 'vitest';
import { checkCityPack, loadCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';
import { SMALL_TOWN, withPack } from './pack-fixture.ts';
import type { CityPack } from './pack-types.ts';

const town = (file: string): string => SMALL_TOWN[file]!;
const faultsOf = (changes: Record<string, string | undefined>): readonly string[] =>
  withPack(changes, (folder) => checkCityPack(folder).map(formatPackFault));

function loaded(changes: Record<string, string | undefined> = {}): CityPack {
  const result = withPack(changes, loadCityPack);
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

test('a good pack loads with its derived parts', () => {
  const pack = loaded();
  expect(pack.units.map(({ name, derived, formerDistrict }) => [name, derived, formerDistrict])).toEqual([
    ['Tây', true, undefined],
    ['Đông', true, 'Cũ'],
  ]);
  expect(pack.roads[0]).toMatchObject({ id: 'main-street', freeFlowKmh: 40, maxKmh: 60 });
  expect(pack.segments.map(({ id, unit }) => [id, unit])).toEqual([
    ['main-street.01', '2'],
    ['main-street.02', '2'],
    ['main-street.03', '2'],
  ]);
  expect(pack.stations[0]?.metrics).toEqual({
    levelM: { unit: 'm', expectedEveryMs: 60_000, range: [-3, 5] },
  });
  expect(pack.water).toEqual([]);
});

test('the revision follows the bytes of the files', () => {
  expect(loaded().revision).toBe(loaded().revision);
  expect(loaded({ 'units.csv': town('units.csv').replace('6000,\n', '6001,\n') }).revision).not.toBe(
    loaded().revision,
  );
});

test.each([
  ['city.yaml', 'zone: Asia/Ho_Chi_Minh', 'zone: 7', 'city.yaml:3: zone: '],
  ['city.yaml', 'Asia/Ho_Chi_Minh', 'Asia/Atlantis', 'city.yaml:3: zone: expected an IANA time zone'],
  [
    'city.yaml',
    'bbox: [106, 10, 107, 11]\nviews',
    'bbox: [107, 10, 106, 11]\nviews',
    'city.yaml:5: bbox: expected [west,',
  ],
  ['city.yaml', 'zone:', 'zne:', 'city.yaml:3: zne: no such key is known here'],
  ['city.yaml', 'zone:', 'id: again\nzone:', 'city.yaml:3: not YAML: Map keys must be unique'],
  ['city.yaml', 'primary:', 'tertiary:', 'city.yaml:9: roadClasses: no speeds for the road class "primary"'],
  [
    'city.yaml',
    "validTo: '2020-01-31'",
    "validTo: '2020-02-31'",
    'city.yaml:17: thresholds[0].editions[0].validTo: ',
  ],
  [
    'city.yaml',
    "validTo: '2020-01-31'",
    "validTo: '2020-06-30'",
    'city.yaml:18: thresholds[0].editions[1]: holds on the same days as edition 1',
  ],
  [
    'city.yaml',
    'entity: gauge',
    'entity: gouge',
    'city.yaml:14: thresholds[0].entity: stations.yaml has no water/gouge',
  ],
  [
    'city.yaml',
    'defaultSeverity: 3',
    'defaultSeverity: 9',
    'city.yaml:20: categories[0].defaultSeverity: expected a priority 1, 2, 3 or 4, found 9',
  ],
  [
    'units.csv',
    '106.25,10.5',
    '10.5,106.25',
    'units.csv:2: [0].lat: expected a latitude in degrees, found "106.25"',
  ],
  [
    'units.csv',
    '106.25,10.5',
    '105.25,10.5',
    'units.csv:2: [0]: the centroid of Tây lies outside outline.geojson',
  ],
  ['units.csv', '\n2,', '\n1,', 'units.csv:3: [1].code: "1" is used twice'],
  ['units.csv', '6000,Cũ', 'Cũ', 'units.csv:3: expected 8 cells as in the header, found 7'],
  ['units.csv', '2,Đông', ',Đông', 'units.csv:3: [1].code: expected text, found an empty cell'],
  ['roads.geojson', '"primary"', '"avenue"', 'roads.geojson:2: features[0].properties.class: '],
  [
    'roads.geojson',
    '[106.515,10.5]',
    '[10.5,106.515]',
    'roads.geojson:2: features[0].geometry.coordinates[1][1]: ',
  ],
  [
    'roads.geojson',
    '[106.515,10.5]',
    '[106.915,10.5]',
    'roads.geojson:2: features[0].geometry.coordinates[1]: 45 km from',
  ],
  ['roads.geojson', ']}}', ']}', 'roads.geojson:3: not JSON: '],
  [
    'stations.yaml',
    'range: [-3, 5]',
    'range: [5, -3]',
    'stations.yaml:2: metrics.levelM.range: expected [lowest, highest]',
  ],
  [
    'stations.yaml',
    'unit: m,',
    'unit: metres,',
    'stations.yaml:2: metrics.levelM.unit: "metres" is not a UCUM code',
  ],
  [
    'stations.yaml',
    'loc: [106.5, 10.5]',
    'loc: [100.5, 10.5]',
    'stations.yaml:4: stations[0].loc: [100.5, 10.5] lies outside',
  ],
  [
    'stations.yaml',
    'metrics: [levelM]',
    'metrics: [levelM, depthCm]',
    'stations.yaml:4: stations[0].metrics[1]: "depthCm" is not',
  ],
  [
    'panels.yaml',
    'threshold: gauge',
    'threshold: other',
    'panels.yaml:3: panels[0].threshold: city.yaml has no threshold "other"',
  ],
  [
    'panels.yaml',
    'entity: gauge',
    'entity: gouge',
    'panels.yaml:3: panels[0].entity: the pack has no water/gouge',
  ],
])('%s: "%s" written as "%s" is refused with its line', (...row) => {
  const [file, good, bad, message] = row;
  const spoilt = town(file).replace(good, bad);
  expect(spoilt).not.toBe(town(file));
  expect(faultsOf({ [file]: spoilt })).toContainEqual(expect.stringContaining(message));
});

test('every fault of every file is told at once', () => {
  const faults = faultsOf({
    'city.yaml': town('city.yaml').replace('zone: Asia/Ho_Chi_Minh', 'zone: 7'),
    'units.csv': town('units.csv').replace('106.25', 'west'),
  });
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(['city.yaml', 'units.csv']);
});

test('what is not there is named', () => {
  expect(checkCityPack('/nowhere/at/all')[0]).toMatchObject({ code: 'not-found', file: '/nowhere/at/all' });
  expect(faultsOf({ 'city.yaml': undefined })[0]).toContain('city.yaml: expected this file');
  expect(faultsOf({ 'units.csv': undefined })[0]).toContain('units.csv: is not there: expected units.csv');
  expect(faultsOf({ 'city.yaml': 'extends: atlantis\n' })[0]).toContain(
    'city.yaml:1: extends: no built-in pack is named "atlantis"; they are danang, hcmc',
  );
});

test('a refusal has the code of its first fault and one line per fault', () => {
  const result = withPack({ 'units.csv': 'code\n' }, loadCityPack);
  expect(result).toMatchObject({ ok: false, code: 'schema' });
});

/** A unit with the boundary `west` to `east` of the small town. */
const ward = (code: string, name: string, [west, east]: [number, number]): object => ({
  type: 'Feature',
  properties: { code, name, publisher: 'others may say more' },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, 10],
        [east, 10],
        [east, 11],
        [west, 11],
        [west, 10],
      ],
    ],
  },
});
const wards = (...features: object[]): string => JSON.stringify({ type: 'FeatureCollection', features });
const WEST = ward('1', 'Tây', [106, 106.4]);
const EAST = ward('2', 'Đông', [106.4, 107]);

test('boundaries beat derived cells, and take what they do not tell from units.csv', () => {
  const pack = loaded({ 'wards.geojson': wards(WEST, EAST) });
  expect(pack.units).toHaveLength(2);
  expect(pack.units[0]).toMatchObject({
    fullName: 'Phường Tây',
    areaKm2: 6000,
    derived: false,
    centroid: [106.25, 10.5],
  });
});

test('boundaries and units.csv must tell of the same units: none vanishes, none appears', () => {
  expect(faultsOf({ 'wards.geojson': wards(WEST, ward('3', 'Nam', [106.4, 107])) })).toEqual([
    'wards.geojson:1: no boundary for 2 Đông of units.csv: give all units, or an own units.csv',
    'wards.geojson:1: features[1].properties.code: units.csv has no unit 3 Nam',
  ]);
});

test('boundaries alone are units enough', () => {
  const pack = loaded({
    'units.csv': undefined,
    'outline.geojson': undefined,
    'wards.geojson': wards(WEST, EAST),
  });
  expect(pack.units.map(({ name, ascii }) => [name, ascii])).toEqual([
    ['Tây', 'Tay'],
    ['Đông', 'Dong'],
  ]);
});

test('inherited scenes show no panel that the pack has replaced; scenes of its own must name what there is', () => {
  const town = Object.fromEntries(Object.keys(SMALL_TOWN).map((file) => [file, undefined]));
  const ours = { ...town, 'city.yaml': 'extends: hcmc\n', 'panels.yaml': 'indicators: []\npanels: []\n' };
  const result = withPack(ours, loadCityPack);
  if (!result.ok) throw new Error(result.message);
  expect(result.value.scenes[0]).toMatchObject({ left: ['incidents', 'feeds'], right: [] });
  const scenes = 'scenes:\n  - { id: day, name: { vi: a, en: b }, left: [tide] }\n';
  expect(withPack({ ...ours, 'scenes.yaml': scenes }, loadCityPack)).toMatchObject({ ok: false });
});

test('a pack that extends another gives only what differs', () => {
  const result = withPack(
    {
      ...Object.fromEntries(Object.keys(SMALL_TOWN).map((file) => [file, undefined])),
      'city.yaml': 'extends: hcmc\nname: { vi: Thử, en: Trial }\n',
    },
    loadCityPack,
  );
  if (!result.ok) throw new Error(result.message);
  expect(result.value.name.en).toBe('Trial');
  expect(result.value.id).toBe('hcmc');
  expect(result.value.units).toHaveLength(168);
});
