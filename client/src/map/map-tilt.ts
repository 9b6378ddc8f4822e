import type { Map as MapLibreMap } from 'maplibre-gl';
import type { LonLat } from '../live/city-ground.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** Of a map that shows heights, degrees from straight above. North stays up at a desk: an operator's hand knows the city that way. */
const TILT_DEG = 55;
/** What lies this near to the plane of the eye, or behind it, is not seen; a share of the distance to the middle. */
const NEAREST = 0.05;

/**
 * How a turned and tilted plane is drawn: first turned, a place `x` to the east and `y` to the south of the middle comes to
 * `x * cos + y * sin` to the right and `y * cos - x * sin` below; then a place that lies `y` half heights of the map below its middle when seen from above is drawn at
 * `y * flat / (1 - y * far)`, and everything there larger by `1 / (1 - y * far)`.
 */
export interface Tilt {
  readonly flat: number;
  readonly far: number;
  readonly cos: number;
  readonly sin: number;
}

export const NO_TILT: Tilt = { flat: 1, far: 0, cos: 1, sin: 0 };

/** The tilt of a camera, as MapLibre's: perspective of `fovDeg` from top to bottom; `bearingDeg`: what is up, clockwise from north. */
export function tiltOf(pitchDeg: number, fovDeg: number, bearingDeg = 0): Tilt {
  if (pitchDeg === 0 && bearingDeg === 0) return NO_TILT;
  const [pitch, bearing] = [(pitchDeg * Math.PI) / 180, (bearingDeg * Math.PI) / 180];
  return {
    flat: Math.cos(pitch),
    far: Math.sin(pitch) * Math.tan((fovDeg * Math.PI) / 360),
    cos: Math.cos(bearing),
    sin: Math.sin(bearing),
  };
}

/** Tilts one map, by a hand or for a scene, and says what follows from it for who draws beside MapLibre. */
export class MapTilt {
  readonly #map: MapLibreMap;
  #pitch = 0;
  #bearing = 0;
  #isGone = false;

  constructor(map: MapLibreMap) {
    this.#map = map;
    // Any hand or any other flight ends this one half way: a map that is half tilted is neither.
    map.once('remove', () => (this.#isGone = true));
    map.on('moveend', () => {
      if (!map.isMoving() && !this.#isThere) map.jumpTo({ pitch: this.#pitch, bearing: this.#bearing });
    });
  }

  /** MapLibre keeps radians: what was 55 degrees comes back a hair off, and asking for equality would jump for ever. */
  get #isThere(): boolean {
    const isTurned = Math.abs(((this.#map.getBearing() - this.#bearing + 540) % 360) - 180) < 0.01;
    return isTurned && Math.abs(this.#map.getPitch() - this.#pitch) < 0.01;
  }

  /** The 3D button's tilt is wanted. */
  get isByHand(): boolean {
    return this.#pitch === TILT_DEG;
  }

  get now(): Tilt {
    return tiltOf(this.#map.getPitch(), this.#map.getVerticalFieldOfView(), this.#map.getBearing());
  }

  /** A flight brings the map here, degrees. Where it is cut short, the map stands so all the same. */
  expect({ pitch, bearing }: { pitch: number; bearing: number }): void {
    this.#pitch = pitch;
    this.#bearing = bearing;
  }

  /** Without animation for those who asked for none. */
  set(isTilted: boolean): void {
    this.#pitch = isTilted ? TILT_DEG : 0;
    if (this.#isGone || this.#isThere) return;
    const animate = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.#map.easeTo({ pitch: this.#pitch, duration: 500, animate });
  }

  /** CSS pixels inside the map's box; far outside of it for a place behind the eye, which a projection would mirror into view. */
  project([lon, lat]: LonLat): { x: number; y: number } {
    const { far, cos, sin } = this.now;
    if (far !== 0) {
      const worldPx = 512 * 2 ** this.#map.getZoom();
      const middle = this.#map.getCenter();
      const south = mercatorY(lat) - mercatorY(middle.lat);
      const belowPx = (south * cos - (mercatorX(lon) - mercatorX(middle.lng)) * sin) * worldPx;
      const nearness = 1 - (belowPx / (this.#map.getContainer().clientHeight / 2)) * far;
      if (nearness < NEAREST) return { x: -1e6, y: -1e6 };
    }
    return this.#map.project([lon, lat]);
  }
}
