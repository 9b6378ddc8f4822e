import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { SourceSpecification } from 'maplibre-gl';
import type { LonLat } from '../../src/live/city-ground.ts';

setWorkerUrl(workerUrl);

export const CENTRE: LonLat = [106.7, 10.785];
/** Points and segments lie so far around the centre: all of them in view. */
export const REACH_DEG = 0.12;

/** A map without a ground, 1280 × 720, so that what is measured is the layer alone. Resolves when it stands. */
export async function bareMap(sources: Record<string, SourceSpecification> = {}): Promise<MapLibreMap> {
  const container = document.createElement('div');
  Object.assign(container.style, { position: 'absolute', inset: '0', width: '1280px', height: '720px' });
  document.body.append(container);
  const map = new MapLibreMap({
    container,
    style: { version: 8, sources, layers: [] },
    center: [...CENTRE],
    zoom: 11,
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
  });
  await map.once('load');
  return map;
}

/** Two frames later: what was asked to be drawn has been drawn. */
export async function drawn(): Promise<void> {
  for (let frame = 0; frame < 2; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** The same numbers in every run, 0..1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
