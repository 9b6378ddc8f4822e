import { Map as MapLibreMap, setWorkerUrl } from 'maplibre-gl';
import type { StyleSpecification } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import type { LonLat } from '../live/city-ground.ts';

setWorkerUrl(workerUrl);

/** A north-up map that moves by hand only where a person sits; no hand tilts it by mistake. */
export function makeMap({
  container,
  style,
  camera: { centre, zoom },
  isInteractive,
}: {
  container: HTMLElement;
  style: StyleSpecification;
  camera: { centre: LonLat; zoom: number };
  isInteractive: boolean;
}): MapLibreMap {
  const map = new MapLibreMap({
    ...{ container, style, zoom },
    center: [...centre],
    interactive: isInteractive,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxPitch: 60,
    fadeDuration: 0,
    renderWorldCopies: false,
  });
  map.touchZoomRotate.disableRotation();
  return map;
}
