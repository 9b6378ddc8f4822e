import type { Geometry, Position } from 'geojson';

/** The whole world is the square from 0 to 1 (web mercator), y downward. */
export interface WorldBox {
  west: number;
  north: number;
  east: number;
  south: number;
}

/** The box of a shape in the world square. An empty shape has a box that nothing touches. */
export function boxOf(geometry: Geometry): WorldBox {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  eachPosition(geometry, ([lon, lat]) => {
    const [x, y] = toWorld(lon!, lat!);
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.north = Math.min(box.north, y);
    box.south = Math.max(box.south, y);
  });
  return box;
}

/** WGS84 degrees to the world square. */
export function toWorld(lon: number, lat: number): [x: number, y: number] {
  const sin = Math.sin((lat * Math.PI) / 180);
  return [lon / 360 + 0.5, 0.5 - (0.25 * Math.log((1 + sin) / (1 - sin))) / Math.PI];
}

function eachPosition(geometry: Geometry, visit: (position: Position) => void): void {
  if (geometry.type === 'GeometryCollection')
    for (const part of geometry.geometries) eachPosition(part, visit);
  else eachIn(geometry.coordinates, visit);
}

type Nested = Position | readonly Nested[];

function eachIn(nested: Nested, visit: (position: Position) => void): void {
  if (typeof nested[0] === 'number') visit(nested as Position);
  else for (const part of nested as readonly Nested[]) eachIn(part, visit);
}
