/**
 * Bands of a figure between sensors: inverse distance weighting (power 2) over the sensors that are current, drawn only where the nearest one
 * is within a stated reach. Beyond it there is no value, which is not the value 0. It is a picture of the sensors, not a model of the air or
 * the rain: a wall, a hill or a wind between them it does not know.
 */
import { contours } from 'd3-contour';
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import type { LayerTable } from '@metropane/live-state';
import type { LonLat } from '../../live/city-ground.ts';
import { latitudeOf, longitudeOf, mercatorX, mercatorY } from '../mercator.ts';

export interface Sample {
  lonDeg: number;
  latDeg: number;
  value: number;
}

export interface BandWishes {
  /** Lower bounds of the bands, ascending; the lowest marks all that has an estimate. */
  thresholds: readonly number[];
  /** How far from a sensor a value may be told, metres. */
  reachM: number;
}

/** A figure from fewer sensors would be a cone around each. */
export const FEWEST_SENSORS = 3;
const CELLS = 200;
const EARTH_M = 40_075_016.686;

/** Sensors of a layer with a value not older than `validMs` and a place: the one they told, else the one that the city gives. */
export function currentSamples(
  table: LayerTable | undefined,
  {
    metric,
    validMs,
    nowMs,
    places,
  }: { metric: string; validMs: number; nowMs: number; places: ReadonlyMap<string, LonLat> },
): Sample[] {
  const column = table?.metrics[table.schema.metrics.indexOf(metric)];
  const samples: Sample[] = [];
  if (table === undefined || column === undefined) return samples;
  for (let row = 0; row < table.rowCount; row++) {
    const value = column[row]!;
    const isCurrent = nowMs - table.eventTimeMs[row]! <= validMs;
    if (!isCurrent || !Number.isFinite(value)) continue;
    const hasTold = !Number.isNaN(table.lonDeg[row]!);
    const place = hasTold
      ? ([table.lonDeg[row]!, table.latDeg[row]!] as const)
      : places.get(table.names[row] ?? '');
    if (place !== undefined) samples.push({ lonDeg: place[0], latDeg: place[1], value });
  }
  return samples;
}

/**
 * One feature per threshold (property `band` counts from 0): where the estimate is at least that much. Areas of higher bands lie on those of
 * lower ones. Empty for fewer sensors than `FEWEST_SENSORS`. O(cells · sensors).
 */
export function isobands(samples: readonly Sample[], { thresholds, reachM }: BandWishes): FeatureCollection {
  const grid = samples.length < FEWEST_SENSORS ? null : gridOf(samples, reachM);
  if (grid === null) return { type: 'FeatureCollection', features: [] };
  const make = contours().size([grid.columns, grid.rows]);
  return {
    type: 'FeatureCollection',
    features: thresholds.map((threshold, band) => ({
      type: 'Feature',
      properties: { band },
      geometry: onEarth(make.contour(grid.values, threshold), grid),
    })),
  };
}

/** The estimate at one place; NaN beyond the reach of every sensor. Distances are of the map's projection, corrected at the place. */
export function estimateAt(
  [x, y]: readonly [x: number, y: number],
  sensors: readonly { x: number; y: number; value: number }[],
  reach: number,
): number {
  let [weights, sum, nearest] = [0, 0, Infinity];
  for (const sensor of sensors) {
    const square = (sensor.x - x) ** 2 + (sensor.y - y) ** 2;
    if (square === 0) return sensor.value;
    nearest = Math.min(nearest, square);
    weights += 1 / square;
    sum += sensor.value / square;
  }
  return nearest > reach * reach ? Number.NaN : sum / weights;
}

interface Grid {
  columns: number;
  rows: number;
  west: number;
  north: number;
  step: number;
  /** Row by row from the north-west; NaN = no value. */
  values: number[];
}

/** In the unit mercator square, with an empty border so that every area is closed. */
function gridOf(samples: readonly Sample[], reachM: number): Grid {
  const sensors = samples.map(({ lonDeg, latDeg, value }) => {
    return { x: mercatorX(lonDeg), y: mercatorY(latDeg), value };
  });
  const latDeg = samples.reduce((sum, sample) => sum + sample.latDeg, 0) / samples.length;
  const reach = reachM / (EARTH_M * Math.cos((latDeg * Math.PI) / 180));
  const west = Math.min(...sensors.map(({ x }) => x)) - reach * 1.1;
  const north = Math.min(...sensors.map(({ y }) => y)) - reach * 1.1;
  const width = Math.max(...sensors.map(({ x }) => x)) + reach * 1.1 - west;
  const height = Math.max(...sensors.map(({ y }) => y)) + reach * 1.1 - north;
  const step = Math.max(width, height) / CELLS;
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const values = Array.from({ length: columns * rows }, (_, at) =>
    estimateAt(
      [west + ((at % columns) + 0.5) * step, north + (Math.floor(at / columns) + 0.5) * step],
      sensors,
      reach,
    ),
  );
  return { columns, rows, west, north, step, values };
}

function onEarth({ coordinates }: { coordinates: number[][][][] }, grid: Grid): MultiPolygon {
  const place = ([column, row]: number[]): Position => [
    longitudeOf(grid.west + column! * grid.step),
    latitudeOf(grid.north + row! * grid.step),
  ];
  return {
    type: 'MultiPolygon',
    coordinates: coordinates.map((polygon) => polygon.map((ring) => ring.map(place))),
  };
}
