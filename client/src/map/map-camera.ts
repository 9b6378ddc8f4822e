import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LonLat } from '../live/city-ground.ts';
import type { KeptCamera } from './kept-camera.ts';
import { MapTilt } from './map-tilt.ts';
import { scaleZoom } from './page-zoom.ts';

/** Where a scene of a wall looks. `pitch`: degrees from straight above; `bearing`: degrees clockwise from north; absent = 0. */
export interface SceneCamera {
  readonly centre: LonLat;
  readonly zoom: number;
  readonly pitch?: number;
  readonly bearing?: number;
}

/** Where one map looks. Zooms are those of design pixels, unless said otherwise. */
export class MapCamera {
  readonly #map: MapLibreMap;
  readonly #main: { centre: LonLat; zoom: number };
  /** Where a wall looks, whatever size it gets. */
  #zoom: number;
  readonly tilt: MapTilt;

  constructor(map: MapLibreMap, main: { centre: LonLat; zoom: number }) {
    this.#map = map;
    this.#main = main;
    this.#zoom = main.zoom;
    this.tilt = new MapTilt(map);
  }

  /** Of the tiles that are drawn. */
  get zoom(): number {
    return this.#map.getZoom() - scaleZoom();
  }

  /** The middle of what is shown, degrees: where a keyboard points. */
  get middle(): LonLat {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  /** What brings a window back to where it looks now. */
  get now(): KeptCamera {
    return { centre: this.middle, zoom: this.zoom, isTilted: this.tilt.isByHand };
  }

  /** Centres on a place, without animation for those who asked for none. */
  lookAt(loc: LonLat, zoom = this.#main.zoom + 2): void {
    this.#map.easeTo({ center: [...loc], zoom: zoom + scaleZoom(), duration: 350, animate: mayMove() });
  }

  /** Back to the city's main view. */
  lookHome(): void {
    this.lookAt(this.#main.centre, this.#main.zoom);
  }

  /** Flies to a camera, or stands there at once for those who asked for no motion. */
  flyTo({ centre, zoom, pitch = 0, bearing = 0 }: SceneCamera): void {
    this.#zoom = zoom;
    this.tilt.expect({ pitch, bearing });
    this.#map.flyTo({
      ...{ pitch, bearing, center: [...centre], zoom: zoom + scaleZoom() },
      ...{ duration: 1_500, animate: mayMove() },
    });
  }

  /** Stands at a camera at once, seen from straight above; `zoom` counts this page's pixels. */
  standAt({ centre, zoom }: { centre: LonLat; zoom: number }): void {
    this.#zoom = zoom - scaleZoom();
    this.#map.jumpTo({ center: [...centre], zoom });
  }

  /** Stands where a window was left. */
  standAgain({ centre, zoom, isTilted }: KeptCamera): void {
    this.#map.jumpTo({ center: [...centre], zoom: zoom + scaleZoom() });
    this.tilt.set(isTilted);
  }

  /** After another size of the map: nobody's hand moved it, so it shows what it showed. */
  fit(): void {
    if (!this.#map.isMoving() && !this.#map.dragPan.isEnabled())
      this.#map.jumpTo({ zoom: this.#zoom + scaleZoom() });
  }
}

function mayMove(): boolean {
  return !matchMedia('(prefers-reduced-motion: reduce)').matches;
}
