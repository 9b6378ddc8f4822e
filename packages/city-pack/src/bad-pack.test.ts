/** What people and programs do to files. Each is told in sentences of one line with file and line; none ends in a stack trace. */
import { describe, expect, test } from 'vitest';
import { faultsOfTown as check, TOWN, written } from './pack-fixture.ts';
import type { Files } from './pack-fixture.ts';

const HOLE = (points: string): Files => written('outline.geojson', '[106,10]]]', `[106,10]],[${points}]]`);
const BOMB = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  'b: &b [*a,*a,*a,*a,*a,*a]',
  'c: &c [*b,*b,*b,*b]',
  'd: [*c,*c,*c,*c]',
];

describe('written as others write it, and good', () => {
  test.each([
    ['a byte order mark', (text: string) => `\uFEFF${text}`],
    ['line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('%s', (_, write) => {
    const files = Object.fromEntries(Object.entries(TOWN).map(([file, text]) => [file, write(text)]));
    expect(check(files)).toEqual([]);
  });

  test('line ends of old Macs in a table; notes beside the files; a GIS writes a name and a crs', () => {
    const crs =
      '"name":"roads","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"features"';
    const roads = written('roads.geojson', '"features"', crs);
    expect(
      check({ ...roads, 'units.csv': TOWN['units.csv']!.replaceAll('\n', '\r'), 'notes.txt': '?' }),
    ).toEqual([]);
  });
});

describe('YAML', () => {
  test.each<[string, Files, string]>([
    [
      'aliases that multiply',
      { 'sops.yaml': BOMB.join('\n') },
      'sops.yaml:1: not YAML: its aliases (*name) multiply',
    ],
    [
      'the same in city.yaml',
      { 'city.yaml': BOMB.join('\n') },
      'city.yaml:1: not YAML: its aliases (*name) multiply',
    ],
    ['an alias of nothing', { 'sops.yaml': '# a\nsops: *nope\n' }, 'sops.yaml:2: not YAML: Unresolved alias'],
    ['an alias of itself', { 'sops.yaml': 'sops: &a [*a]\n' }, 'sops.yaml:1: sops[0]: expected object'],
    [
      'two documents',
      { 'sops.yaml': 'sops: []\n---\nsops: []\n' },
      'sops.yaml:2: not YAML: a second document',
    ],
    ['code in a tag', { 'sops.yaml': 'sops: !!js/function "f"\n' }, 'sops.yaml:1: not YAML: Unresolved tag'],
    [
      '__proto__',
      { 'sops.yaml': 'sops: []\n__proto__: { a: 1 }\n' },
      'sops.yaml:2: __proto__: no such key is known',
    ],
    ['nothing but a comment', { 'sops.yaml': '# later\n' }, 'sops.yaml:1: expected object'],
    ['nothing at all', { 'city.yaml': '' }, 'city.yaml:1: expected keys with values'],
    ['a list', { 'city.yaml': '- a\n' }, 'city.yaml:1: expected keys with values'],
    [
      'brackets without end',
      { 'sops.yaml': `sops: ${'['.repeat(20_000)}` },
      'sops.yaml:1: not YAML: nested too deeply',
    ],
    [
      '.nan for a place',
      written('stations.yaml', '[106.6, 10.5]', '[.nan, 10]'),
      'stations.yaml:7: stations[1].loc[0]: expected number, found NaN',
    ],
    [
      'a key below a key',
      written('calendar.yaml', 'weekend:', 'weekends:\n  '),
      'calendar.yaml:2: weekends: no such key',
    ],
  ])('%s', (_, changes, message) => expect(check(changes)).toContainEqual(expect.stringContaining(message)));
});

describe('JSON', () => {
  test.each<[string, Files, string]>([
    [
      'a comma too many',
      written('roads.geojson', '\n]}', '\n,]}'),
      'roads.geojson:3: not JSON: unexpected "]}',
    ],
    [
      'a bare word',
      written('roads.geojson', '"primary"', 'primary'),
      'roads.geojson:2: not JSON: unexpected "primary}',
    ],
    [
      'a comment',
      { 'roads.geojson': `// mine\n${TOWN['roads.geojson']}` },
      'roads.geojson:1: not JSON: unexpected "// mine',
    ],
    [
      'an end that is missing',
      written('roads.geojson', '\n]}', '\n'),
      'roads.geojson:2: not JSON: the text ends too early',
    ],
    [
      'brackets without end',
      { 'roads.geojson': '['.repeat(200_000) },
      'roads.geojson:1: not JSON: the text ends too early',
    ],
    ['deep and closed', { 'roads.geojson': '['.repeat(9e4) + ']'.repeat(9e4) }, 'roads.geojson:1: '],
    [
      'a property that nobody knows',
      written('roads.geojson', '"class"', '"colour":"red","class"'),
      'roads.geojson:2: features[0].properties.colour: no such key',
    ],
    [
      '__proto__',
      written('roads.geojson', '"id"', '"__proto__":{"x":1},"id"'),
      'roads.geojson:2: features[0].properties.__proto__: no such key',
    ],
    [
      'another projection',
      written(
        'roads.geojson',
        '"features"',
        '"crs":{"type":"name","properties":{"name":"EPSG:3857"}},"features"',
      ),
      'roads.geojson:1: crs.properties.name: expected WGS84',
    ],
    [
      'no geometry',
      written('roads.geojson', /"geometry":\{.*?\}\}/, '"geometry":null}'),
      'roads.geojson:2: features[0].geometry: expected object',
    ],
    [
      'a ring left open',
      written('outline.geojson', ',[106,10]]]', ']]'),
      'outline.geojson:2: features[0].geometry.coordinates[0][3]: the ring is not closed',
    ],
    [
      'a shape of one point',
      written('outline.geojson', /\[\[\[.*\]\]\]/, '[[[106,10],[106,10],[106,10],[106,10]]]'),
      'outline.geojson:2: features[0].geometry.coordinates: the shape encloses nothing',
    ],
    [
      'a hole outside',
      HOLE('[108,10],[109,10],[109,11],[108,10]'),
      'outline.geojson:2: features[0].geometry.coordinates[1][0]: the hole reaches outside',
    ],
    [
      'a hole that reaches out',
      HOLE('[106.5,10.5],[109,10.5],[106.5,10.6],[106.5,10.5]'),
      'outline.geojson:2: features[0].geometry.coordinates[1][1]: the hole reaches outside',
    ],
    [
      'a hole in the outline',
      HOLE('[106.4,10.4],[106.6,10.4],[106.6,10.6],[106.4,10.4]'),
      'outline.geojson:2: features[0].geometry: an outline has no holes',
    ],
    [
      'a road elsewhere',
      written('roads.geojson', '[106.515,10.5]', '[100.5,10.5]'),
      'roads.geojson:2: features[0].geometry.coordinates[1]: [100.5, 10.5] lies outside',
    ],
  ])('%s', (_, changes, message) => expect(check(changes)).toContainEqual(expect.stringContaining(message)));

  test('a hole may touch its polygon from inside', () => {
    const wards = TOWN['outline.geojson']!.replace(
      '"properties":{}',
      '"properties":{"code":"1","name":"Tây"}',
    ).replace('[106,10]]]', '[106,10]],[[106,10],[106.5,10.5],[106.2,10.5],[106,10]]]');
    expect(check({ 'wards.geojson': wards }).filter((fault) => fault.includes('hole'))).toEqual([]);
  });
});

describe('CSV', () => {
  test.each<[string, Files, string]>([
    ['empty', { 'units.csv': '' }, 'units.csv:1: expected a header row, found an empty file'],
    [
      'a header alone',
      { 'units.csv': TOWN['units.csv']!.split('\n')[0] },
      'units.csv:1: expected at least one unit',
    ],
    ['a column twice', written('units.csv', 'area_km2', 'lat'), 'units.csv:1: the column "lat" stands twice'],
    ['a column without a name', written('units.csv', 'area_km2', ''), 'units.csv:1: column 7 has no name'],
    [
      'a column misspelt',
      written('units.csv', 'former_district', 'formerDistrict'),
      'units.csv:1: unknown column "formerDistrict"',
    ],
    [
      'a column missing',
      written('units.csv', 'full_name', 'former_dist'),
      'units.csv:1: the column "full_name" is missing',
    ],
    [
      'a hexadecimal number',
      written('units.csv', '106.25', '0x6A'),
      'units.csv:2: [0].lon: expected a number, as -12.5, found "0x6A"',
    ],
    ['a day that is none', written('units.csv', '2025-07-01', '2025-06-31'), 'units.csv:2: [0].valid_from: '],
    [
      'control characters',
      { 'units.csv': 'co\u0000\u001B[31mde\n1\n' },
      'units.csv:1: unknown column "co\uFFFD[31mde"',
    ],
  ])('%s', (_, changes, message) => expect(check(changes)).toContainEqual(expect.stringContaining(message)));

  test('every row with a wrong number of cells is told', () => {
    expect(check(written('cameras.csv', 'drainage\n', 'drainage,x\ncam-2\n'))).toEqual([
      'cameras.csv:2: expected 6 cells as in the header, found 7',
      'cameras.csv:3: expected 6 cells as in the header, found 1',
    ]);
  });
});
