import type { Feature, FeatureCollection, GeoJsonProperties, Geometry, Position } from 'geojson';
import type { CityPack, LonLat, MultiPolygon } from '@metropane/city-pack';
import { boundaryLines } from './boundary-lines.ts';

/** Drawing knows these names: they are the layers of every tile. */
export const LAYER_NAMES = [
  'units',
  'boundaries',
  'parks',
  'water',
  'water-lines',
  'roads',
  'rail',
  'bridges',
  'places',
  'park-labels',
  'unit-labels',
  'buildings',
  'bus-routes',
  'cameras',
] as const;
export type LayerName = (typeof LAYER_NAMES)[number];
export type BaseMapLayers = Readonly<Record<LayerName, FeatureCollection>>;

/** 10 cm, finer than the tiles of the largest zoom; without it the noise of the last digits would be other tiles. */
const GRID = 1e6;

/**
 * Everything of a city that stands still and is drawn, as GeoJSON in WGS84 degrees, in a fixed order: equal packs give equal
 * layers. Names are in properties as the pack has them; `nameVi` and `nameEn` where it has both.
 */
export function baseMapLayers(pack: CityPack): BaseMapLayers {
  return {
    units: collect(pack.units, (unit) =>
      feature(area(unit.polygon), { code: unit.code, name: unit.name, derived: unit.derived }),
    ),
    boundaries: collect(boundaryLines(pack.units.map((unit) => rounded(unit.polygon))), (points) =>
      feature({ type: 'LineString', coordinates: points as Position[] }, {}),
    ),
    parks: collect(pack.parks, ({ polygon, name, kind }) => feature(area(polygon), { name, kind })),
    water: collect(pack.water, ({ polygon, name, kind }) => feature(area(polygon), { name, kind })),
    'water-lines': collect(
      pack.water.filter(({ centreline }) => centreline !== undefined),
      ({ centreline, name, kind }) => feature(line(centreline ?? []), { name, kind }),
    ),
    roads: collect(pack.roads, (road) =>
      feature(line(road.points), { name: road.name, class: road.class, rank: roadRank(road.class) }),
    ),
    rail: railLines(pack),
    bridges: collect(pack.bridges, ({ loc, name, lengthM }) => feature(point(loc), { name, lengthM })),
    places: collect(pack.places, ({ loc, name, kind }) =>
      feature(point(loc), { nameVi: name.vi, nameEn: name.en, kind, rank: PLACE_RANK[kind] ?? 6 }),
    ),
    'park-labels': collect(pack.parks, ({ polygon, name, kind }) =>
      feature(point(middleOf(polygon)), { name, kind }),
    ),
    'unit-labels': collect(pack.units, ({ centroid, name, code, areaKm2 }) =>
      feature(point(centroid), { name, code, areaKm2 }),
    ),
    buildings: collect(pack.buildings, ({ polygon, name, heightM }) =>
      feature(area(polygon), { name, heightM }),
    ),
    'bus-routes': collect(pack.busRoutes, ({ points, number, name, outbound }) =>
      feature(line(points), { number, name, outbound }),
    ),
    cameras: collect(pack.cameras, ({ loc, name }) =>
      feature(point(loc), { nameVi: name.vi, nameEn: name.en }),
    ),
  };
}

/** 5 = motorway … 0 = minor. */
function roadRank(roadClass: CityPack['roads'][number]['class']): number {
  return { motorway: 5, trunk: 4, primary: 3, secondary: 2, tertiary: 1, minor: 0 }[roadClass];
}

/** Which label stays where two do not fit: the smaller number. Kinds that the pack invents come last. */
const PLACE_RANK: Readonly<Record<string, number>> = {
  airport: 0,
  landmark: 1,
  station: 1,
  port: 2,
  hospital: 2,
  market: 3,
  campus: 3,
  ferry: 4,
  industry: 4,
  junction: 5,
};

/** Lines of the network from station to station: the track between them is not in a pack. */
function railLines({ lines, stations }: CityPack): FeatureCollection {
  return collect(lines, ({ domain, name, colour, stations: stops }) => {
    const at = stops.flatMap((stop) => {
      const station = stations.find(({ domain: of, entity }) => of === domain && entity === stop);
      return station === undefined ? [] : [station.loc];
    });
    return feature(line(at), { nameVi: name.vi, nameEn: name.en, ...(colour ? { colour } : {}) });
  });
}

/** The middle of the largest ring by its corners' mean area weight; inside for every convex shape, near it else. */
function middleOf(polygon: MultiPolygon): LonLat {
  let best = { area: -1, lon: 0, lat: 0 };
  for (const [ring] of polygon) {
    if (ring === undefined) continue;
    const [x0, y0] = ring[0]!;
    let [twice, x, y] = [0, 0, 0];
    for (let i = 0; i + 1 < ring.length; i++) {
      // Relative to the first corner: in absolute degrees the products of near equal numbers would cancel.
      const [ax, ay, bx, by] = [
        ring[i]![0] - x0,
        ring[i]![1] - y0,
        ring[i + 1]![0] - x0,
        ring[i + 1]![1] - y0,
      ];
      const cross = ax * by - bx * ay;
      twice += cross;
      x += (ax + bx) * cross;
      y += (ay + by) * cross;
    }
    if (twice !== 0 && Math.abs(twice) > best.area)
      best = { area: Math.abs(twice), lon: x0 + x / (3 * twice), lat: y0 + y / (3 * twice) };
  }
  return [best.lon, best.lat];
}

function collect<T>(items: readonly T[], toFeature: (item: T) => Feature): FeatureCollection {
  return { type: 'FeatureCollection', features: items.map(toFeature) };
}

function feature(geometry: Geometry, properties: Record<string, string | number | boolean>): Feature {
  // Names drawn letter by letter: a mark that stands alone would be drawn beside its letter.
  const composed = Object.entries(properties).map(([key, value]) => [
    key,
    typeof value === 'string' ? value.normalize('NFC') : value,
  ]);
  return { type: 'Feature', geometry, properties: Object.fromEntries(composed) as GeoJsonProperties };
}

function point(loc: LonLat): Geometry {
  return { type: 'Point', coordinates: onGrid(loc) };
}

function line(points: readonly LonLat[]): Geometry {
  return { type: 'LineString', coordinates: points.map(onGrid) };
}

function area(polygon: MultiPolygon): Geometry {
  return { type: 'MultiPolygon', coordinates: rounded(polygon) };
}

function rounded(polygon: MultiPolygon): Position[][][] {
  return polygon.map((rings) => rings.map((ring) => ring.map(onGrid)));
}

function onGrid([lon, lat]: LonLat): Position {
  return [Math.round(lon * GRID) / GRID, Math.round(lat * GRID) / GRID];
}
