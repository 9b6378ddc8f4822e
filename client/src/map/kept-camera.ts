/**
 * Where a window of the desk looked, kept for this tab until it is closed: a page that loads anew, by hand or for a new build, stands where
 * the operator left it. It counts for the address that it was left at; another address names what to look at.
 */
import type { LonLat } from '../live/city-ground.ts';

export interface KeptCamera {
  readonly centre: LonLat;
  /** Design pixels: a window on another screen shows the same streets. */
  readonly zoom: number;
  /** As the 3D button tilts it. */
  readonly isTilted: boolean;
}

/** Closer or further no map of a city goes. */
const ZOOM = { least: 0, most: 24 };

/** The camera that `of` (a path) was left with in this tab; null = none, or nothing that could be a camera. */
export function readCamera(memory: Storage | null, key: string, of: string): KeptCamera | null {
  const { of: leftAt, lon, lat, zoom, isTilted } = fieldsOf(memory?.getItem(key) ?? null);
  if (leftAt !== of || !isWithin(lon, -180, 180) || !isWithin(lat, -85, 85)) return null;
  if (!isWithin(zoom, ZOOM.least, ZOOM.most)) return null;
  return { centre: [lon, lat], zoom, isTilted: isTilted === true };
}

/** A full or forbidden memory forgets: the map is none the worse for it now. */
export function keepCamera(
  memory: Storage | null,
  key: string,
  { of, camera }: { of: string; camera: KeptCamera },
): void {
  const { centre, zoom, isTilted } = camera;
  const [lon, lat] = centre;
  try {
    memory?.setItem(key, JSON.stringify({ of, lon, lat, zoom, isTilted }));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Null where the browser keeps nothing for this page. */
export function memoryOfTab(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

function fieldsOf(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
