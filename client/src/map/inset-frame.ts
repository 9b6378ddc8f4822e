/** Small maps of places that the main view leaves out: which ones, and where a place lies in one. Lengths are CSS pixels. */
import type { CityInset, LonLat } from '../live/city-ground.ts';
import { mercatorX, mercatorY } from './mercator.ts';

/** Pixels of the world's width at zoom 0, as MapLibre counts. */
const WORLD_PX = 512;

/** What a map of this size shows, north up. `centre` is in mercator units of the world. */
export interface MapFrame {
  centre: readonly [x: number, y: number];
  zoom: number;
  width: number;
  height: number;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** One that lies within another one would only show the same incidents twice. */
export function insetsShown(insets: readonly CityInset[]): CityInset[] {
  return insets.filter(
    (inset) => !insets.some((other) => other.id !== inset.id && contains(other.bbox, inset.bbox)),
  );
}

/** The whole box, as large as the size allows. */
export function frameOfBox(
  [west, south, east, north]: CityInset['bbox'],
  { width, height }: { width: number; height: number },
): MapFrame {
  const [left, top] = [mercatorX(west), mercatorY(north)];
  const [right, bottom] = [mercatorX(east), mercatorY(south)];
  const worldPx = Math.min(width / (right - left), height / (bottom - top));
  return {
    centre: [(left + right) / 2, (top + bottom) / 2],
    zoom: Math.log2(worldPx / WORLD_PX),
    width,
    height,
  };
}

export function frameOfView(
  { centre: [lon, lat], zoom }: { centre: LonLat; zoom: number },
  { width, height }: { width: number; height: number },
): MapFrame {
  return { centre: [mercatorX(lon), mercatorY(lat)], zoom, width, height };
}

export function placeIn(frame: MapFrame, [lon, lat]: LonLat): { x: number; y: number } {
  return toPixels(frame, mercatorX(lon), mercatorY(lat));
}

/** One of them shows this place. */
export function isInInset(insets: readonly CityInset[], [lon, lat]: LonLat): boolean {
  return insets.some(
    ({ bbox: [west, south, east, north] }) => lon >= west && lon <= east && lat >= south && lat <= north,
  );
}

export function isWithin({ x, y }: { x: number; y: number }, rect: Rect): boolean {
  return x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height;
}

/** Where `inner` lies in `outer`. */
export function rectIn(outer: MapFrame, inner: MapFrame): Rect {
  const worldPx = WORLD_PX * 2 ** inner.zoom;
  const [x, y] = inner.centre;
  const topLeft = toPixels(outer, x - inner.width / 2 / worldPx, y - inner.height / 2 / worldPx);
  const scale = 2 ** (outer.zoom - inner.zoom);
  return { ...topLeft, width: inner.width * scale, height: inner.height * scale };
}

function toPixels({ centre, zoom, width, height }: MapFrame, x: number, y: number): { x: number; y: number } {
  const worldPx = WORLD_PX * 2 ** zoom;
  return { x: (x - centre[0]) * worldPx + width / 2, y: (y - centre[1]) * worldPx + height / 2 };
}

function contains(outer: CityInset['bbox'], inner: CityInset['bbox']): boolean {
  const isSame = outer.every((edge, i) => edge === inner[i]);
  return (
    !isSame && outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3]
  );
}
