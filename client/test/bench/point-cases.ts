import type { FeatureCollection } from 'geojson';
import { LayerDiffBuilder } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import type { GeoJSONSource } from 'maplibre-gl';
import { LiveStore } from '../../src/live/live-store.ts';
import { NO_TILT } from '../../src/map/map-tilt.ts';
import { PointsCanvas } from '../../src/map/points-canvas.ts';
import type { MapColours } from '../../src/map/map-colours.ts';
import type { BenchCase } from './bench-main.ts';
import { bareMap, CENTRE, drawn, REACH_DEG, seededRandom } from './bench-map.ts';

const POINTS = 100_000;
/** About 40 m: what a bus does between two reports. */
const STEP_DEG = 0.0004;

/** Points that wander, as columns. */
function wanderers(): { lon: Float64Array; lat: Float64Array; step(): void } {
  const random = seededRandom(7);
  const place = (centre: number) => () => centre + (random() * 2 - 1) * REACH_DEG;
  const lon = Float64Array.from({ length: POINTS }, place(CENTRE[0]));
  const lat = Float64Array.from({ length: POINTS }, place(CENTRE[1]));
  return {
    lon,
    lat,
    step() {
      for (let i = 0; i < POINTS; i++) {
        lon[i]! += (random() - 0.5) * STEP_DEG;
        lat[i]! += (random() - 0.5) * STEP_DEG;
      }
    },
  };
}

/** The product's way: columns of the live state, own canvas. Diffs are made before, as they come ready from the wire. */
export async function ownPointsCase(): Promise<BenchCase> {
  await bareMap();
  const live = new LiveStore();
  live.clock.learn(Date.now());
  const points = wanderers();
  const builder = new LayerDiffBuilder({ id: 'transit', metrics: ['speedKmh'] });
  const next = (seq: number): CityDiff => {
    points.step();
    const nowMs = Date.now();
    for (let row = 0; row < POINTS; row++) {
      if (seq === 1) builder.name(row, `bus-${row}`);
      builder.move(row, points.lon[row]!, points.lat[row]!).measure(row, nowMs, [30]);
    }
    const layers = new Map([['transit', builder.take()]]);
    return { epoch: 1, from: seq - 1, seq, atMs: nowMs, records: {}, layers };
  };
  const canvas = document.createElement('canvas');
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '1280px', height: '720px' });
  document.body.append(canvas);
  const colours = { vehicle: [0.7, 0.85, 0.95], vehicleStrength: 0.7 } as unknown as MapColours;
  const drawing = new PointsCanvas(canvas, live, { layerId: 'transit', origin: CENTRE, colours });
  drawing.look({ centre: CENTRE, zoom: 11, tilt: NO_TILT });
  live.applySnapshot(next(1), ['layer:transit']);
  await drawn();
  const diffs = Array.from({ length: 24 }, (_, i) => next(i + 2));
  return {
    async update() {
      const diff = diffs.shift();
      if (diff === undefined) throw new Error('the diffs of this case are used up');
      live.applyDiff(diff);
      await drawn();
    },
  };
}

/** MapLibre's way: one GeoJSON source, all of it given anew. */
export async function pointDataCase(): Promise<BenchCase> {
  const points = wanderers();
  const data = (): FeatureCollection => ({
    type: 'FeatureCollection',
    features: Array.from({ length: POINTS }, (_, i) => ({
      type: 'Feature',
      properties: {},
      geometry: { type: 'Point', coordinates: [points.lon[i]!, points.lat[i]!] },
    })),
  });
  const map = await bareMap({ points: { type: 'geojson', data: data() } });
  map.addLayer({ id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': 1.5 } });
  await map.once('idle');
  return {
    async update() {
      points.step();
      const idle = map.once('idle');
      await map.getSource<GeoJSONSource>('points')!.setData(data());
      await idle;
    },
  };
}
