import type { FeatureCollection } from 'geojson';
import { LayerDiffBuilder } from '@metropane/live-state';
import type { CityDiff } from '@metropane/live-state';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl';
import type { CitySegment, LonLat } from '../../src/live/city-ground.ts';
import { LiveStore } from '../../src/live/live-store.ts';
import { TrafficLayer } from '../../src/map/traffic-layer.ts';
import type { BenchCase } from './bench-main.ts';
import { bareMap, CENTRE, drawn, REACH_DEG, seededRandom } from './bench-map.ts';

const SEGMENTS = 50_000;
const FREE_FLOW_KMH = 40;
const COLOURS = ['#2f5f82', '#2f5f82', '#d8b23c', '#ff9838', '#ff4d57'] as const;

/** Short stretches of four points everywhere, as a city has them. */
function segments(): CitySegment[] {
  const random = seededRandom(11);
  return Array.from({ length: SEGMENTS }, (_, i) => {
    let [lon, lat] = CENTRE.map((deg) => deg + (random() * 2 - 1) * REACH_DEG) as [number, number];
    const points: LonLat[] = [];
    for (let at = 0; at < 4; at++) {
      points.push([lon, lat]);
      lon += (random() - 0.5) * 0.002;
      lat += (random() - 0.5) * 0.002;
    }
    return { id: `s-${i}`, roadId: `r-${i >> 3}`, name: '', points, freeFlowKmh: FREE_FLOW_KMH };
  });
}

/** Speeds of all segments, new ones at every call. */
function speeds(): () => Float32Array {
  const random = seededRandom(13);
  return () => Float32Array.from({ length: SEGMENTS }, () => random() * FREE_FLOW_KMH);
}

/** The product's way: one mesh, one byte per vertex. */
export async function ownSegmentsCase(): Promise<BenchCase> {
  const map = await bareMap();
  const live = new LiveStore();
  live.clock.learn(Date.now());
  const [stretches, next] = [segments(), speeds()];
  const colours = { flow: COLOURS.map(() => [0.5, 0.5, 0.5] as const), glow: 0.3, isGlowAdded: true };
  const layer = new TrafficLayer(live, { segments: stretches, centre: CENTRE }, colours);
  map.addLayer(layer);
  const builder = new LayerDiffBuilder({ id: 'traffic', metrics: ['speedKmh'] });
  const diffOf = (seq: number): CityDiff => {
    const nowMs = Date.now();
    next().forEach((speed, row) => {
      if (seq === 1) builder.name(row, stretches[row]!.id);
      builder.measure(row, nowMs, [speed]);
    });
    const layers = new Map([['traffic', builder.take()]]);
    return { epoch: 1, from: seq - 1, seq, atMs: nowMs, records: {}, layers };
  };
  live.applySnapshot(diffOf(1), ['layer:traffic']);
  layer.refresh();
  await drawn();
  const diffs = Array.from({ length: 24 }, (_, i) => diffOf(i + 2));
  return {
    async update() {
      const diff = diffs.shift();
      if (diff === undefined) throw new Error('the diffs of this case are used up');
      live.applyDiff(diff);
      if (layer.refresh()) map.triggerRepaint();
      await drawn();
    },
  };
}

const levelOf = (speed: number): number => Math.min(4, Math.floor((1 - speed / FREE_FLOW_KMH) * 5));

function lines(stretches: readonly CitySegment[], now: Float32Array): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: stretches.map(({ points }, id) => ({
      type: 'Feature',
      id,
      properties: { level: levelOf(now[id]!) },
      geometry: { type: 'LineString', coordinates: points as unknown as [number, number][] },
    })),
  };
}

async function lineMap(data: FeatureCollection, level: ExpressionSpecification): Promise<MapLibreMap> {
  const map = await bareMap({ lines: { type: 'geojson', data } });
  const colour = ['match', level, 1, COLOURS[1], 2, COLOURS[2], 3, COLOURS[3], 4, COLOURS[4], COLOURS[0]];
  map.addLayer({
    id: 'lines',
    type: 'line',
    source: 'lines',
    paint: { 'line-width': 2, 'line-color': colour as unknown as ExpressionSpecification },
  });
  await map.once('idle');
  return map;
}

/** MapLibre's way with the source given anew. */
export async function segmentDataCase(): Promise<BenchCase> {
  const [stretches, next] = [segments(), speeds()];
  const map = await lineMap(lines(stretches, next()), ['get', 'level']);
  return {
    async update() {
      const idle = map.once('idle');
      await map.getSource<GeoJSONSource>('lines')!.setData(lines(stretches, next()));
      await idle;
    },
  };
}

/** MapLibre's way with a state per feature. */
export async function featureStateCase(): Promise<BenchCase> {
  const [stretches, next] = [segments(), speeds()];
  const map = await lineMap(lines(stretches, next()), ['coalesce', ['feature-state', 'level'], 0]);
  return {
    async update() {
      const idle = map.once('idle');
      next().forEach((speed, id) => map.setFeatureState({ source: 'lines', id }, { level: levelOf(speed) }));
      await idle;
    },
  };
}
