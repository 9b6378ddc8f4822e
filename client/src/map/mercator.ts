/** Web-mercator of the unit square: x east, y south, both 0..1 over the world, as MapLibre's matrices expect. */
export function mercatorX(lonDeg: number): number {
  return (lonDeg + 180) / 360;
}

export function mercatorY(latDeg: number): number {
  const latRad = (latDeg * Math.PI) / 180;
  return (1 - Math.log(Math.tan(Math.PI / 4 + latRad / 2)) / Math.PI) / 2;
}

/** Degrees, of the unit square's x. */
export function longitudeOf(x: number): number {
  return x * 360 - 180;
}

/** Degrees, of the unit square's y. */
export function latitudeOf(y: number): number {
  return (2 * Math.atan(Math.exp((1 - 2 * y) * Math.PI)) * 180) / Math.PI - 90;
}
