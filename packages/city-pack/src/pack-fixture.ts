import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
