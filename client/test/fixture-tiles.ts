import type { Feature, FeatureCollection, Geometry, Position } from 'geojson';
import { makeBaseMap } from '../../packages/base-map/src/index.ts';
import type { CityGround, LonLat } from '../src/live/city-ground.ts';

const HALF_WARD_DEG = 0.018;

/** The tile file of an invented city: a square per ward, its streets, its names, one river. */
export function fixtureTiles({ bbox, centre, units, roads, places }: CityGround): Uint8Array {
  const none = collection([]);
  const river: Position[] = [
    [centre[0] - 0.06, centre[1] - 0.04],
    [centre[0] + 0.06, centre[1] + 0.05],
  ];
  return makeBaseMap({
    ...{ key: 'fixture', name: 'fixture', bbox, centre, centreZoom: 12 },
    layers: {
      units: collection(units.map(({ code, name, centroid }) => feature(square(centroid), { code, name }))),
      boundaries: collection(
        units.map(({ centroid }) => feature({ type: 'LineString', coordinates: corners(centroid) }, {})),
      ),
      parks: none,
      water: none,
      'water-lines': collection([
        feature({ type: 'LineString', coordinates: river }, { name: 'Sông Mẫu', kind: 'river' }),
      ]),
      roads: collection(
        roads.map(({ name, points }) =>
          feature(
            { type: 'LineString', coordinates: points.map(([lon, lat]) => [lon, lat]) },
            { name, rank: 3 },
          ),
        ),
      ),
      rail: none,
      bridges: none,
      places: collection(
        places.map(({ loc, name }) =>
          feature(point(loc), {
            rank: 1,
            ...(typeof name === 'string'
              ? { nameVi: name, nameEn: name }
              : { nameVi: name.vi, nameEn: name.en }),
          }),
        ),
      ),
      'park-labels': none,
      buildings: none,
      'bus-routes': collection([
        feature(
          {
            type: 'LineString',
            coordinates: [
              [centre[0] - 0.05, centre[1] + 0.03],
              [centre[0] + 0.01, centre[1] + 0.01],
              [centre[0] + 0.06, centre[1] - 0.03],
            ],
          },
          { number: '19', name: 'Tuyến mẫu' },
        ),
      ]),
      cameras: collection([feature(point([centre[0] + 0.01, centre[1] - 0.012]), { nameVi: 'Ngã tư Mẫu' })]),
      'unit-labels': collection(
        units.map(({ code, name, centroid }) => feature(point(centroid), { code, name, areaKm2: 4 })),
      ),
    },
  });
}

function corners([lon, lat]: LonLat): Position[] {
  const half = HALF_WARD_DEG;
  return [
    [lon - half, lat - half],
    [lon + half, lat - half],
    [lon + half, lat + half],
    [lon - half, lat + half],
    [lon - half, lat - half],
  ];
}

function square(centroid: LonLat): Geometry {
  return { type: 'Polygon', coordinates: [corners(centroid)] };
}

function point(loc: LonLat): Geometry {
  return { type: 'Point', coordinates: [...loc] };
}

function feature(geometry: Geometry, properties: Record<string, string | number>): Feature {
  return { type: 'Feature', geometry, properties };
}

function collection(features: Feature[]): FeatureCollection {
  return { type: 'FeatureCollection', features };
}
