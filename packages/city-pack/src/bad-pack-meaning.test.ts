/** Files that are well-formed and cannot be right, and files that cannot be read. */
import { mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkCityPack, loadCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';
import { faultsOfTown as check, TOWN, withPack, written } from './pack-fixture.ts';
import type { Files } from './pack-fixture.ts';

describe('meaning', () => {
  const city = (good: string, bad: string): Files => written('city.yaml', good, bad);
  const LEVEL = 'levels: [{ name: I, value: 1.4, priority: 3 }]';
  test.each<[string, Files, string]>([
    [
      'a centre elsewhere',
      city('centre: [106.5, 10.5]\nb', 'centre: [105.5, 10.5]\nb'),
      'city.yaml:4: centre: [105.5, 10.5] lies outside the bbox',
    ],
    [
      'a view elsewhere',
      city('zoom: 12, bbox: [106, 10, 107, 11]', 'zoom: 12, bbox: [100, 1, 101, 2]'),
      'city.yaml:7: views.main.centre: [106.5, 10.5] lies outside the bbox of this view',
    ],
    [
      'a box around the world twice',
      city('bbox: [106, 10, 107, 11]\nv', 'bbox: [-999, 10, 999, 11]\nv'),
      'city.yaml:5: bbox: expected',
    ],
    [
      'an edition that ends first',
      city("validFrom: '2020-01-31', source", "validFrom: '2020-01-31', validTo: '2019-01-01', source"),
      'city.yaml:18: thresholds[0].editions[1]: must end (validTo) after it starts',
    ],
    [
      'a threshold of no domain',
      city('domain: water', 'domain: lava'),
      'city.yaml:14: thresholds[0].entity: stations.yaml has no lava/gauge',
    ],
    [
      'a level twice',
      city(LEVEL, LEVEL.replace(' }]', ' }, { name: I, value: 1.5, priority: 2 }]')),
      'city.yaml:18: thresholds[0].editions[1].levels[1].name: "I" is used twice',
    ],
    [
      'a higher level that matters less',
      city(LEVEL, LEVEL.replace(' }]', ' }, { name: II, value: 1.5, priority: 4 }]')),
      'city.yaml:18: thresholds[0].editions[1].levels[1].priority: a higher level',
    ],
    [
      'a unit against its name',
      written('stations.yaml', 'unit: m,', 'unit: cm,'),
      'stations.yaml:3: metrics.levelM.unit: the name levelM says m, not cm',
    ],
    [
      'a holiday into a year unknown',
      written('calendar.yaml', "from: '2026-05-01'", "from: '2026-05-01', to: '2199-01-01'"),
      'calendar.yaml:4: holidays[0].to: 2199-01-01 lies in none of the years 2026',
    ],
    [
      'a base that is no pack',
      { 'city.yaml': '# mine\nextends: ../../etc\n' },
      'city.yaml:2: extends: no built-in pack is named "../../etc"; they are danang, hcmc',
    ],
    [
      'a file misspelt',
      { 'station.yaml': 'x' },
      'station.yaml: no file of a pack has this name; they are city.yaml, ',
    ],
  ])('%s', (_, changes, message) => expect(check(changes)).toContainEqual(expect.stringContaining(message)));

  test.each<[string, Files]>([
    ['stations.yaml', written('stations.yaml', 'range: [-3, 5]', 'range: [5, -3]')],
    ['roads.geojson', written('roads.geojson', '"primary"', '"avenue"')],
    ['bus-stops.csv', written('bus-stops.csv', 's1,', ',')],
  ])('%s with one fault does not accuse those that refer to it', (file, changes) => {
    expect(check(changes)).toEqual([expect.stringMatching(new RegExp(`^${file}:`))]);
  });

  test('a broken city.yaml does not hide what is wrong with the other files', () => {
    const faults = check({
      ...city('zone: Asia/Ho_Chi_Minh', 'zone: 7'),
      ...written('scales.yaml', 'unit:', 'units:'),
      ...written('cameras.csv', '106.5', 'x'),
    });
    expect(new Set(faults.map((fault) => fault.split(':')[0]))).toEqual(
      new Set(['city.yaml', 'scales.yaml', 'cameras.csv']),
    );
  });
});

describe('files that cannot be read', () => {
  const units = (folder: string): string => join(folder, 'units.csv');
  test.each<[string, (folder: string) => void, string]>([
    [
      'Latin-1',
      (folder) => writeFileSync(units(folder), Buffer.from('code\n1,T\u00E2y\n', 'latin1')),
      'units.csv:2: is not UTF-8 text',
    ],
    [
      'UTF-16',
      (folder) => writeFileSync(units(folder), Buffer.from('\uFEFFcode\n', 'utf16le')),
      'units.csv: is UTF-16',
    ],
    ['a folder', (folder) => (rmSync(units(folder)), mkdirSync(units(folder))), 'units.csv: is not a file'],
    [
      'a link to nowhere',
      (folder) => (rmSync(units(folder)), symlinkSync('/nowhere', units(folder))),
      'units.csv: is a link to a file that is not there',
    ],
    [
      'an endless device',
      (folder) => (rmSync(units(folder)), symlinkSync('/dev/zero', units(folder))),
      'units.csv: is not a file',
    ],
    [
      '3 GiB',
      (folder) => truncateSync(units(folder), 3 * 2 ** 30),
      'units.csv: is too large: 3072 MiB, at most 64 MiB',
    ],
  ])('%s', (_, spoil, message) => expect(check({}, spoil)).toContainEqual(expect.stringContaining(message)));

  test.each([
    ['/nowhere', '/nowhere: no such folder or .geojson file, and no built-in city (they are danang, hcmc)'],
    ['/etc/hostname', '/etc/hostname: expected a folder, or a file that ends in .geojson'],
    ['/proc/self/fd/0/a.geojson', '/proc/self/fd/0/a.geojson: no such folder'],
  ])('%s', (path, message) => {
    expect(checkCityPack(path).map(formatPackFault)).toEqual([expect.stringContaining(message)]);
  });
});

test('a fault is one line, and a start says at most 20 of them', () => {
  const many = `id,name_vi,lon,lat\n${Array.from({ length: 300 }, (_, i) => `c${i},N,999,10`).join('\n')}\n`;
  const faults = check({ 'cameras.csv': many });
  expect(faults).toHaveLength(101);
  expect(faults.every((fault) => !/[\n\r]/.test(fault))).toBe(true);
  const loaded = withPack({ ...TOWN, 'cameras.csv': many }, loadCityPack);
  if (loaded.ok) throw new Error('expected a refusal');
  expect(loaded.message.split('\n')).toHaveLength(21);
  expect(loaded.message).toMatch(/… and 81 more$/);
});
