import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import type { CityGround, CityWater } from '../live/city-ground.ts';
import type { Locale } from '../ui/format.ts';

/** The city's standing features as the sources of the map style, by source id. */
export function groundFeatures(ground: CityGround, locale: Locale): Record<GroundSource, FeatureCollection> {
  return {
    units: collection(
      ground.units.map((unit) => feature(multiPolygon(unit.rings), { name: unit.name, code: unit.code })),
    ),
    'unit-names': collection(
      ground.units.map((unit) => feature(point(unit.centroid), { name: unit.name.toLocaleUpperCase('vi') })),
    ),
    roads: collection(
      ground.roads.map((road) => feature(line(road.points), { name: road.name, rank: roadRank(road.class) })),
    ),
    'water-areas': collection(ground.water.filter((each) => each.rings !== undefined).map(waterArea)),
    'water-lines': collection(ground.water.filter((each) => each.points !== undefined).map(waterLine)),
    parks: collection(ground.parks.map((park) => feature(multiPolygon(park.rings), { name: park.name }))),
    places: collection(
      ground.places.map((place) =>
        feature(point(place.loc), {
          name: typeof place.name === 'string' ? place.name : place.name[locale],
          rank: place.rank ?? 1,
        }),
      ),
    ),
    stations: collection(
      ground.stations.map((station) =>
        feature(point(station.loc), {
          domain: station.domain,
          name: station.name[locale],
          entity: station.entity,
        }),
      ),
    ),
  };
}

export type GroundSource =
  | 'units'
  | 'unit-names'
  | 'roads'
  | 'water-areas'
  | 'water-lines'
  | 'parks'
  | 'places'
  | 'stations';

/** 4 = motorway … 0 = minor; unknown classes are minor. */
export function roadRank(roadClass: string): number {
  return { motorway: 4, trunk: 4, primary: 3, secondary: 2, tertiary: 1 }[roadClass] ?? 0;
}

function waterArea(water: CityWater): Feature {
  return feature(multiPolygon(water.rings ?? []), { name: water.name ?? '', kind: water.kind });
}

function waterLine(water: CityWater): Feature {
  const widthM = water.rings === undefined ? (water.widthM ?? (water.kind === 'river' ? 150 : 20)) : 0;
  return feature(line(water.points ?? []), { name: water.name ?? '', kind: water.kind, widthM });
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}

function feature(geometry: Geometry, properties: Record<string, unknown>): Feature {
  return { type: 'Feature', geometry, properties };
}

function point(loc: readonly [number, number]): Geometry {
  return { type: 'Point', coordinates: [...loc] };
}

function line(points: readonly (readonly [number, number])[]): Geometry {
  return { type: 'LineString', coordinates: points as unknown as Position[] };
}

function multiPolygon(rings: unknown): Geometry {
  return { type: 'MultiPolygon', coordinates: rings as Position[][][] };
}
