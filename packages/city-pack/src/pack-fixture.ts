import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkCityPack } from './load-city-pack.ts';
import { formatPackFault } from './pack-fault.ts';

/** A small town that is a good pack: two units on a square, one road of 1.6 km, one gauge. Tests spoil one file at a time. */
export const SMALL_TOWN: Readonly<Record<string, string>> = {
  'city.yaml': `id: small-town
name: { vi: Thị trấn nhỏ, en: Small town }
zone: Asia/Ho_Chi_Minh
centre: [106.5, 10.5]
bbox: [106, 10, 107, 11]
views:
  main: { id: main, name: { vi: Chính, en: Main }, centre: [106.5, 10.5], zoom: 12, bbox: [106, 10, 107, 11] }
  insets: []
roadClasses:
  primary: { freeFlowKmh: 40, maxKmh: 60 }
thresholds:
  - id: gauge
    domain: water
    entity: gauge
    metric: levelM
    editions:
      - { validFrom: '2010-01-01', validTo: '2020-01-31', source: old act, levels: [{ name: I, value: 1.3, priority: 3 }] }
      - { validFrom: '2020-01-31', source: new act, levels: [{ name: I, value: 1.4, priority: 3 }] }
categories:
  - { id: flood, name: { vi: Ngập, en: Flood }, agency: drainage, defaultSeverity: 3 }
`,
  'agencies.yaml': `agencies:
  - { id: drainage, name: { vi: Thoát nước, en: Drainage }, kind: utility }
posts:
  - { id: pump, agency: drainage, name: { vi: Trạm bơm, en: Pump }, loc: [106.5, 10.5] }
shifts:
  - { id: day, name: { vi: Ngày, en: Day }, from: '06:00', to: '18:00' }
  - { id: night, name: { vi: Đêm, en: Night }, from: '18:00', to: '06:00' }
`,
  'units.csv': `code,name,full_name,ascii,lon,lat,area_km2,former_district
1,Tây,Phường Tây,Tay,106.25,10.5,6000,
2,Đông,Phường Đông,Dong,106.75,10.5,6000,Cũ
`,
  'outline.geojson': `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[106,10],[107,10],[107,11],[106,11],[106,10]]]}}
]}
`,
  'roads.geojson': `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"main-street","name":"Đường Lớn","class":"primary"},"geometry":{"type":"LineString","coordinates":[[106.5,10.5],[106.515,10.5]]}}
]}
`,
  'stations.yaml': `metrics:
  levelM: { unit: m, expectedEveryMs: 60000, range: [-3, 5] }
stations:
  - { domain: water, entity: gauge, name: { vi: Trạm, en: Gauge }, loc: [106.5, 10.5], metrics: [levelM], datum: local }
`,
  'panels.yaml': `indicators: []
panels:
  - { id: tide, kind: level, name: { vi: Nước, en: Water }, window: PT1M, domain: water, entity: gauge, metric: levelM, threshold: gauge }
`,
};

/** What the small town becomes with every file that a pack may have. */
export const FULL_TOWN: Readonly<Record<string, string>> = {
  'agencies.yaml': SMALL_TOWN['agencies.yaml']!,
  'sops.yaml': `sops:
  - id: flood
    name: { vi: Ngập, en: Flood }
    categories: [flood]
    alarms: [{ threshold: gauge, level: I }]
    source: made up
    steps:
      - { id: look, text: { vi: Xem, en: Look }, role: operator, withinMin: 2 }
      - { id: pump, text: { vi: Bơm, en: Pump }, role: agency, agency: drainage, withinMin: 30 }
`,
  'scenes.yaml': `scenes:
  - { id: day, name: { vi: Ngày, en: Day }, left: [incidents] }
  - { id: sea, name: { vi: Biển, en: Sea }, camera: { centre: [106.5, 10.5], zoom: 10 } }
walls:
  - { room: main, playlist: [day, sea] }
`,
  'scales.yaml': `scales:
  - id: noise
    name: { vi: Ồn, en: Noise }
    unit: dB(A)
    editions:
      - { validFrom: '2010-01-01', validTo: '2020-01-01', source: old, when: { area: quiet }, classes: [{ id: over, name: { vi: Vượt, en: Over }, from: 55 }] }
      - { validFrom: '2010-01-01', source: old, when: { area: loud }, classes: [{ id: over, name: { vi: Vượt, en: Over }, from: 70, to: 90 }] }
`,
  'groupings.yaml': `groupings:
  - id: districts
    name: { vi: Quận, en: Districts }
    validTo: '2025-07-01'
    source: act
    groups:
      - { id: one, name: { vi: Một, en: One }, units: ['1', '0'] }
      - { id: two, name: { vi: Hai, en: Two }, units: ['2'] }
`,
  'units.csv': `code,name,full_name,ascii,lon,lat,area_km2,former_district,valid_from,valid_to
1,Tây,Phường Tây,Tay,106.25,10.5,6000,,2025-07-01,
2,Đông,Phường Đông,Dong,106.75,10.5,6000,Cũ,,
0,Cũ,Phường Cũ,Cu,106.2,10.5,10,,,2025-07-01
`,
  'lines.yaml': `lines:
  - { id: one, name: { vi: Một, en: One }, domain: water, stations: [gauge, gate] }
`,
  'stations.yaml': `cameraMetrics: [frameAgeS]
metrics:
  levelM: { unit: m, expectedEveryMs: 60000, range: [-3, 5] }
  frameAgeS: { unit: s, expectedEveryMs: 60000, range: [0, 600] }
stations:
  - { domain: water, entity: gauge, name: { vi: Trạm, en: Gauge }, loc: [106.5, 10.5], metrics: [levelM], datum: local, agency: drainage }
  - { domain: water, entity: gate, name: { vi: Cống, en: Gate }, loc: [106.6, 10.5], metrics: [levelM], facts: { capacityCount: 3 } }
`,
  'cameras.csv': `id,name_vi,name_en,lon,lat,agency
cam-1,Ngã tư,,106.5,10.6,drainage
`,
  'bus-stops.csv': `id,name,lon,lat
s1,Đầu,106.5,10.5
s2,Cuối,106.51,10.5
`,
  'bus-routes.geojson': `{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"r1","number":"1","name":"Tuyến 1","outbound":true,"stops":["s1","s2"]},"geometry":{"type":"LineString","coordinates":[[106.5,10.5],[106.51,10.5]]}}
]}
`,
};

/** Runs `use` with a fresh folder holding the small town with `changes` over it (`undefined` leaves a file out). */
export function withPack<T>(
  changes: Readonly<Record<string, string | undefined>>,
  use: (folder: string) => T,
): T {
  const folder = mkdtempSync(join(tmpdir(), 'metropane-pack-'));
  try {
    for (const [file, text] of Object.entries({ ...SMALL_TOWN, ...changes })) {
      if (text !== undefined) writeFileSync(join(folder, file), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type Files = Readonly<Record<string, string | undefined>>;
/** The small town with every file; what `SMALL_TOWN` alone holds included. */
export const TOWN: Readonly<Record<string, string>> = {
  ...SMALL_TOWN,
  ...FULL_TOWN,
  'calendar.yaml': `years: [2026]
weekend: [6, 7]
holidays:
  - { name: { vi: Lễ, en: Feast }, from: '2026-05-01', source: act }
`,
};

/** The faults, as a person reads them, of the full town with `changes`, its folder then spoilt further. */
export const faultsOfTown = (changes: Files, spoil: (folder: string) => void = () => {}): readonly string[] =>
  withPack({ ...TOWN, ...changes }, (folder) => {
    spoil(folder);
    return checkCityPack(folder).map(formatPackFault);
  });

/** `file` with `good` written as `bad`. */
export function written(file: string, good: string | RegExp, bad: string): Files {
  const text = TOWN[file]!.replace(good, bad);
  if (text === TOWN[file]) throw new Error(`${file} has no ${String(good)}`);
  return { [file]: text };
}
