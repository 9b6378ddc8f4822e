import type { CityPack, LonLat, Road, RoadSegment, Station } from '@metropane/city-pack';

const FACTS = {
  name: { vi: 'Phố Thử', en: 'Trial Town' },
  centre: [106.7, 10.78] as const,
  bbox: [106.6, 10.7, 106.8, 10.9] as const,
};

/** A small made-up city that never changes: what a pinned stream is computed from. */
export function trialPack(): CityPack {
  const roads = [
    road('dai-lo', 'Đại Lộ', [
      [106.66, 10.76],
      [106.7, 10.78],
      [106.75, 10.8],
    ]),
    road('duong-song', 'Đường Sông', [
      [106.7, 10.74],
      [106.705, 10.78],
      [106.7, 10.83],
    ]),
    road('vanh-dai', 'Vành Đai', [
      [106.64, 10.8],
      [106.7, 10.83],
      [106.76, 10.83],
    ]),
  ];
  const view = { id: 'main', ...FACTS, zoom: 12 };
  return {
    id: 'trial',
    ...FACTS,
    zone: 'Asia/Ho_Chi_Minh',
    views: { main: view, insets: [] },
    outline: [],
    units: [],
    formerUnits: [],
    scenes: [],
    walls: [],
    rules: [],
    topology: [],
    positions: [],
    groupings: [],
    agencies: [],
    posts: [],
    shifts: [],
    sops: [],
    scales: [],
    lines: [],
    cameras: [],
    busStops: [],
    busRoutes: [],
    roads,
    segments: roads.flatMap(toSegments),
    water: [],
    parks: [],
    buildings: [],
    bridges: [{ id: 'cau-moi', name: 'Cầu Mới', loc: [106.703, 10.765], lengthM: 300 }],
    places: [
      { id: 'cho-lon', name: { vi: 'Chợ Lớn', en: 'Big Market' }, kind: 'market', loc: [106.69, 10.775] },
      {
        id: 'nga-tu',
        name: { vi: 'Ngã tư Gió', en: 'Wind Crossing' },
        kind: 'junction',
        loc: [106.72, 10.8],
      },
    ],
    stations: [
      station({ domain: 'river', entity: 'ben-do', loc: [106.71, 10.77] }, { levelM: 'm' }),
      station({ domain: 'river', entity: 'cua-bien', loc: [106.75, 10.4] }, { levelM: 'm' }),
      station({ domain: 'rain', entity: 'san-bay', loc: [106.66, 10.81] }, { rainMm: 'mm' }),
      station({ domain: 'flood', entity: 'duong-trung', loc: [106.7, 10.78] }, { depthCm: 'cm' }),
      station(
        { domain: 'air', entity: 'cong-vien', loc: [106.7, 10.79] },
        { pm25UgM3: 'ug/m3', temperatureC: 'Cel' },
      ),
    ],
    thresholds: [
      {
        id: 'ben-do',
        domain: 'river',
        entity: 'ben-do',
        metric: 'levelM',
        editions: [
          {
            validFrom: '2020-01-01',
            source: 'made up',
            levels: [
              { name: 'I', value: 1.4, priority: 3 },
              { name: 'II', value: 1.5, priority: 2 },
            ],
          },
        ],
      },
    ],
    categories: [
      'flood',
      'tide',
      'fire',
      'traffic-jam',
      'traffic-accident',
      'waste',
      'lighting',
      'medical',
    ].map((id) => ({ id, name: { vi: id, en: id }, agency: 'a', defaultSeverity: 3 })),
    indicators: [],
    panels: [
      {
        id: 'corridors',
        kind: 'corridors',
        name: FACTS.name,
        window: 'PT5M',
        corridors: [
          {
            id: 'dai-lo',
            name: 'Đại Lộ',
            roads: ['dai-lo'],
            segments: ['dai-lo.01', 'dai-lo.02'],
            freeFlowKmh: 42,
          },
        ],
      },
    ],
    revision: 'trial',
  };
}

function road(id: string, name: string, points: readonly LonLat[]): Road {
  return { id, name, class: 'primary', points, freeFlowKmh: 42, maxKmh: 60 };
}

function toSegments(one: Road): RoadSegment[] {
  const pieces: (readonly [LonLat, LonLat])[] = [];
  for (let i = 1; i < one.points.length; i += 1) {
    const [a, b] = [one.points[i - 1]!, one.points[i]!];
    for (let k = 0; k < 6; k += 1) pieces.push([between(a, b, k / 6), between(a, b, (k + 1) / 6)]);
  }
  return pieces.map((points, index) => ({
    id: `${one.id}.${String(index + 1).padStart(2, '0')}`,
    roadId: one.id,
    name: one.name,
    class: one.class,
    points,
    lengthM: 800,
    freeFlowKmh: one.freeFlowKmh,
    maxKmh: one.maxKmh,
  }));
}

function between(a: LonLat, b: LonLat, share: number): LonLat {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

function station(
  { domain, entity, loc }: Pick<Station, 'domain' | 'entity' | 'loc'>,
  units: Record<string, string>,
): Station {
  const metrics = Object.fromEntries(
    Object.entries(units).map(([metric, unit]) => [
      metric,
      { unit, expectedEveryMs: 60_000, range: [-5, 500] as const },
    ]),
  );
  return { domain, entity, name: { vi: entity, en: entity }, loc, metrics };
}
