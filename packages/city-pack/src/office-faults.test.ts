import { expect, test } from 'vitest';
import { checkCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';
import { FULL_TOWN, SMALL_TOWN, withPack } from './pack-fixture.ts';

const faultsOf = (changes: Record<string, string>): readonly string[] =>
  withPack({ ...FULL_TOWN, ...changes }, (folder) => checkCityPack(folder).map(formatPackFault));

const CROSSED = `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[
[106,10],
[107,11],
[107,10],
[106,11],
[106,10]]]}}
]}
`;

test.each([
  [
    'agencies.yaml',
    'agency: drainage',
    'agency: police',
    'agencies.yaml:4: posts[0].agency: agencies.yaml has no agency "police"',
  ],
  [
    'agencies.yaml',
    "to: '18:00'",
    "to: '17:00'",
    'agencies.yaml:6: shifts[0].to: the next shift starts at 18:00, not at 17:00',
  ],
  ['agencies.yaml', 'id: night', 'id: day', 'agencies.yaml:7: shifts[1].id: "day" is used twice'],
  [
    'agencies.yaml',
    'loc: [106.5, 10.5]',
    'loc: [108.5, 10.5]',
    'agencies.yaml:4: posts[0].loc: [108.5, 10.5] lies outside the bbox',
  ],
  [
    'sops.yaml',
    'categories: [flood]',
    'categories: [fire]',
    'sops.yaml:4: sops[0].categories[0]: city.yaml has no category "fire"',
  ],
  [
    'sops.yaml',
    'level: I',
    'level: IV',
    'sops.yaml:5: sops[0].alarms[0]: city.yaml has no level "IV" of "gauge"',
  ],
  [
    'sops.yaml',
    'agency: drainage',
    'agency: police',
    'sops.yaml:9: sops[0].steps[1].agency: agencies.yaml has no agency "police"',
  ],
  [
    'sops.yaml',
    'withinMin: 30',
    'withinMin: 1',
    'sops.yaml:9: sops[0].steps[1].withinMin: is due before a step above it (2 min)',
  ],
  ['sops.yaml', 'role: operator', 'role: robot', 'sops.yaml:8: sops[0].steps[0].role: '],
  [
    'sops.yaml',
    '    categories: [flood]\n    alarms: [{ threshold: gauge, level: I }]\n',
    '',
    'sops.yaml:2: sops[0]: applies to nothing',
  ],
  [
    'scenes.yaml',
    'left: [incidents]',
    'left: [tides]',
    'scenes.yaml:2: scenes[0].left[0]: panels.yaml has no panel "tides", nor is it one of incidents, alarms',
  ],
  [
    'scenes.yaml',
    'camera: {',
    'view: main, camera: {',
    'scenes.yaml:3: scenes[1].camera: has a view already: one of both',
  ],
  [
    'scenes.yaml',
    'left: [',
    'view: moon, left: [',
    'scenes.yaml:2: scenes[0].view: city.yaml has no view "moon"',
  ],
  [
    'scenes.yaml',
    'zoom: 10 }',
    'zoom: 10, pitch: 61 }',
    'scenes.yaml:3: scenes[1].camera.pitch: expected 0 to 60 degrees from straight above',
  ],
  [
    'scenes.yaml',
    'zoom: 10 }',
    'zoom: 10, bearing: -200 }',
    'scenes.yaml:3: scenes[1].camera.bearing: expected -180 to 180 degrees clockwise from north',
  ],
  ['scenes.yaml', 'id: sea', 'id: day', 'scenes.yaml:3: scenes[1].id: "day" is used twice'],
  [
    'scenes.yaml',
    'id: sea',
    'id: incident',
    'scenes.yaml:3: scenes[1].id: the scene of an incident is the centre’s own',
  ],
  [
    'scenes.yaml',
    '[day, sea]',
    '[day, night]',
    'scenes.yaml:5: walls[0].playlist[1]: no scene is named "night"',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], bezelMm: { x: 3, y: 3 }',
    'scenes.yaml:5: walls[0].bezelMm: needs grid and pitchMm: a bezel is cut out of a picture in pixels',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], distanceM: 4',
    'scenes.yaml:5: walls[0].distanceM: needs pitchMm: a size on the screen follows from both',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], grid: { columns: 2, rows: 1 }, panels: { day: { 3: [incidents] } }',
    'scenes.yaml:5: walls[0].panels.day.3: the grid has the screens 1 to 2',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], grid: { columns: 2, rows: 1 }, panels: { night: { 1: [incidents] } }',
    'scenes.yaml:5: walls[0].panels.night: no scene is named "night"',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], grid: { columns: 2, rows: 1 }, panels: { day: { 1: [moon] } }',
    'scenes.yaml:5: walls[0].panels.day.1: panels.yaml has no panel "moon"',
  ],
  [
    'scenes.yaml',
    'playlist: [day, sea]',
    'playlist: [day, sea], dimming: { by: sun, to: 0.3 }',
    'scenes.yaml:5: walls[0].dimming',
  ],
  [
    'scales.yaml',
    'area: loud',
    'area: quiet',
    'scales.yaml:7: scales[0].editions[1].validFrom: holds on the same days as edition 1',
  ],
  [
    'scales.yaml',
    "validTo: '2020-01-01'",
    "validTo: '2009-01-01'",
    'scales.yaml:6: scales[0].editions[0].validFrom: must end (validTo) after it starts on 2010-01-01',
  ],
  [
    'scales.yaml',
    'to: 90',
    'to: 60',
    'scales.yaml:7: scales[0].editions[1].classes[0].from: a class must end above where it starts, 70',
  ],
  [
    'groupings.yaml',
    "units: ['2']",
    "units: ['7']",
    'groupings.yaml:8: groupings[0].groups[1].units[0]: the pack has no unit "7"',
  ],
  [
    'groupings.yaml',
    "units: ['2']",
    "units: ['1']",
    'groupings.yaml:8: groupings[0].groups[1].units[0]: "1" is used twice',
  ],
  [
    'units.csv',
    ',,,2025-07-01\n',
    ',,2026-01-01,2025-07-01\n',
    'units.csv:4: [2].valid_to: must end (validTo) after it starts',
  ],
  [
    'units.csv',
    '\n0,Cũ',
    '\n1,Cũ',
    'groupings.yaml:7: groupings[0].groups[0].units[1]: the pack has no unit "0"',
  ],
  [
    'units.csv',
    '0,Cũ,Phường Cũ,Cu,106.2,10.5,10,,,2025-07-01',
    '1,Cũ,Phường Cũ,Cu,106.2,10.5,10,,,2025-08-01',
    'units.csv:4: [2].valid_to: holds on the same days as edition 1',
  ],
  ['lines.yaml', 'gate]', 'dam]', 'lines.yaml:2: lines[0].stations[1]: the pack has no water/dam'],
  ['lines.yaml', 'gate]', 'gauge]', 'lines.yaml:2: lines[0].stations[1]: "gauge" is used twice'],
  [
    'stations.yaml',
    'cameraMetrics: [frameAgeS]',
    'cameraMetrics: [faces]',
    'stations.yaml:1: cameraMetrics[0]: "faces" is not among the metrics',
  ],
  [
    'stations.yaml',
    'agency: drainage',
    'agency: police',
    'stations.yaml:6: stations[0].agency: agencies.yaml has no agency "police"',
  ],
  [
    'stations.yaml',
    'range: [-3, 5]',
    'range: [2, 5]',
    'city.yaml:17: thresholds[0].editions[0].levels[0].value: lies outside what the station can read, 2 to 5',
  ],
  ['cameras.csv', '106.5,10.6', '106.5,12.6', 'cameras.csv:2: [0]: [106.5, 12.6] lies outside the bbox'],
  ['bus-stops.csv', 's2,', 's1,', 'bus-stops.csv:3: [1].id: "s1" is used twice'],
  [
    'bus-routes.geojson',
    '"s1","s2"',
    '"s1","s9"',
    'bus-routes.geojson:2: features[0].properties.stops[1]: bus-stops.csv has no stop "s9"',
  ],
])('%s: "%s" written as "%s" is refused with its line', (...row) => {
  const [file, good, bad, message] = row;
  const spoilt = FULL_TOWN[file]!.replace(good, bad);
  expect(spoilt).not.toBe(FULL_TOWN[file]);
  expect(faultsOf({ [file]: spoilt })).toContainEqual(expect.stringContaining(message));
});

test('a polygon that crosses itself is refused on the line of the edge that does', () => {
  const fault = 'features[0].geometry.coordinates[0][2]: the polygon crosses itself: its edges 1-2 and 3-4';
  expect(faultsOf({ 'outline.geojson': CROSSED })).toEqual([
    expect.stringContaining(`outline.geojson:5: ${fault}`),
  ]);
  const wards = CROSSED.replace('"properties":{}', '"properties":{"code":"1","name":"Tây"}');
  expect(faultsOf({ 'wards.geojson': wards })).toContainEqual(
    expect.stringContaining(`wards.geojson:5: ${fault}`),
  );
});

test('a station in the bbox but outside every unit is refused; a pier just off the outline is not', () => {
  const town = { ...FULL_TOWN, 'outline.geojson': SMALL_TOWN['outline.geojson']!.replaceAll('107', '106.9') };
  const stationAt = (loc: string): readonly string[] =>
    faultsOf({ ...town, 'stations.yaml': FULL_TOWN['stations.yaml']!.replace('[106.6, 10.5]', loc) });
  expect(stationAt('[106.91, 10.5]')).toEqual([]);
  expect(stationAt('[106.95, 10.5]')).toEqual([
    'stations.yaml:7: stations[1].loc: [106.95, 10.5] lies outside the city: no unit within 2 km',
  ]);
});

test('levels on another datum than their station are refused', () => {
  const city = SMALL_TOWN['city.yaml']!.replace(
    '    metric: levelM\n',
    '    metric: levelM\n    datum: chart\n',
  );
  expect(faultsOf({ 'city.yaml': city })).toContainEqual(
    'city.yaml:16: thresholds[0].datum: the levels stand on "chart", the station on "local"',
  );
});

test('an agency file with a fault of its own does not accuse those that refer to it', () => {
  const faults = faultsOf({
    'agencies.yaml': FULL_TOWN['agencies.yaml']!.replace('kind: utility', 'kind: club'),
  });
  expect(faults).toEqual([expect.stringContaining('agencies.yaml:2: agencies[0].kind: ')]);
});
