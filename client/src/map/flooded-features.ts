import type { FeatureCollection } from 'geojson';
import type { CityState } from '@metropane/live-state';

/** Less water than this on a road is a wet road. */
const FLOODED_FROM_M = 0.05;
const VALID_MS = 30 * 60_000;

/** Places where the road is under water now: the rows of layer `flood` with a depth. */
export function floodedFeatures({ layers }: CityState, nowMs: number): FeatureCollection {
  const flooded: FeatureCollection = { type: 'FeatureCollection', features: [] };
  const table = layers.get('flood');
  if (table === undefined) return flooded;
  const metric = table.schema.metrics.findIndex((name) => name === 'depthM' || name === 'depthCm');
  const toMetres = table.schema.metrics[metric] === 'depthCm' ? 0.01 : 1;
  for (let row = 0; row < table.rowCount; row++) {
    const depthM = (table.metrics[metric]?.[row] ?? Number.NaN) * toMetres;
    const isCurrent = nowMs - table.eventTimeMs[row]! <= VALID_MS;
    const lon = table.lonDeg[row]!;
    if (!isCurrent || Number.isNaN(lon) || !(depthM >= FLOODED_FROM_M)) continue;
    flooded.features.push({
      type: 'Feature',
      properties: { depthM },
      geometry: { type: 'Point', coordinates: [lon, table.latDeg[row]!] },
    });
  }
  return flooded;
}
