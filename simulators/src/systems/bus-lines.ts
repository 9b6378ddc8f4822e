/**
 * What buses run on: the routes of the pack, calling at their stops; a pack without routes has its buses on the longer roads, with a
 * stop every 520 m. A stretch of a route is as fast as the nearest stretch of a measured road.
 */
import { distanceM } from '@metropane/city-pack';
import type { BusRoute, CityPack, LonLat, Road } from '@metropane/city-pack';

const STOP_EVERY_M = 520;
const SHORTEST_LINE_M = 2_500;
/** Side of the cells in which nearest segments are looked for: about 1.1 km. */
const CELL_DEGREES = 0.01;
/** A route is asked for its nearest segment this often; segments are 400-800 m long. */
const ASK_EVERY_M = 250;

export interface BusLine {
  /** As written on the bus; absent on lines that follow a road. */
  readonly number?: string;
  readonly name: string;
  readonly points: readonly LonLat[];
  /** Metres from the start to each point. */
  readonly metres: readonly number[];
  /** Index into the pack's segments at a distance from the start. */
  segmentAt(positionM: number): number;
  /** Rises by one at each stop. */
  stopsBefore(positionM: number): number;
}

/** The lines of a city in the order of its files. */
export function makeBusLines(pack: CityPack): readonly BusLine[] {
  if (pack.busRoutes.length === 0 || pack.segments.length === 0) return roadLines(pack);
  const nearest = makeNearestSegment(pack);
  const stopAt = new Map(pack.busStops.map(({ id, loc }) => [id, loc]));
  return pack.busRoutes.map((route) => routeLine(route, { nearest, stopAt }));
}

function roadLines(pack: CityPack): readonly BusLine[] {
  const lines: BusLine[] = [];
  let first = 0;
  for (const road of pack.roads) {
    const count = pack.segments.filter((segment) => segment.roadId === road.id).length;
    const line = roadLine(road, { first, count });
    if (line.metres.at(-1)! >= SHORTEST_LINE_M) lines.push(line);
    first += count;
  }
  return lines;
}

function roadLine(road: Road, { first, count }: { readonly first: number; readonly count: number }): BusLine {
  const metres = metresAlong(road.points);
  const lengthM = metres.at(-1)!;
  return {
    name: road.name,
    points: road.points,
    metres,
    segmentAt: (positionM) => first + Math.min(count - 1, Math.floor((positionM / lengthM) * count)),
    stopsBefore: (positionM) => Math.floor(positionM / STOP_EVERY_M),
  };
}

interface Around {
  readonly nearest: (loc: LonLat) => number;
  readonly stopAt: ReadonlyMap<string, LonLat>;
}

function routeLine({ number, name, points, stops }: BusRoute, { nearest, stopAt }: Around): BusLine {
  const metres = metresAlong(points);
  const segments: number[] = [];
  for (let at = 0; at <= metres.at(-1)!; at += ASK_EVERY_M)
    segments.push(nearest(placeAt({ points, metres }, at)));
  const stopsM = stops.flatMap((id) => {
    const loc = stopAt.get(id);
    return loc === undefined ? [] : [nearestMetres({ points, metres }, loc)];
  });
  return {
    number,
    name,
    points,
    metres,
    segmentAt: (positionM) => segments[Math.min(segments.length - 1, Math.floor(positionM / ASK_EVERY_M))]!,
    stopsBefore: (positionM) => stopsM.filter((stopM) => stopM <= positionM).length,
  };
}

function metresAlong(points: readonly LonLat[]): readonly number[] {
  const metres = [0];
  for (let i = 1; i < points.length; i += 1)
    metres.push(metres[i - 1]! + distanceM(points[i - 1]!, points[i]!));
  return metres;
}

type Course = Pick<BusLine, 'points' | 'metres'>;

function placeAt({ points, metres }: Course, atM: number): LonLat {
  const i = Math.max(
    1,
    metres.findIndex((metre) => metre >= atM),
  );
  const [a, b] = [points[i - 1]!, points[i]!];
  const share = (atM - metres[i - 1]!) / (metres[i]! - metres[i - 1]! || 1);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

/** Stops stand beside their line: the point of the line that is nearest. */
function nearestMetres({ points, metres }: Course, loc: LonLat): number {
  let best = 0;
  for (let i = 1; i < points.length; i += 1)
    if (distanceM(points[i]!, loc) < distanceM(points[best]!, loc)) best = i;
  return metres[best]!;
}

/** The segment whose middle is nearest: of the cells around, or of all where a route leaves the measured roads. */
function makeNearestSegment({ segments }: CityPack): (loc: LonLat) => number {
  const middles = segments.map(({ points }) => points[Math.floor(points.length / 2)]!);
  const cells = new Map<string, number[]>();
  const cellOf = (degrees: number): number => Math.floor(degrees / CELL_DEGREES);
  middles.forEach(([lon, lat], index) => {
    const key = `${cellOf(lon)} ${cellOf(lat)}`;
    cells.set(key, [...(cells.get(key) ?? []), index]);
  });
  const nearestOf = (candidates: readonly number[], loc: LonLat): number =>
    candidates.reduce((best, one) =>
      distanceM(middles[one]!, loc) < distanceM(middles[best]!, loc) ? one : best,
    );
  return (loc) => {
    const [x, y] = [cellOf(loc[0]), cellOf(loc[1])];
    const near: number[] = [];
    for (const dx of [-1, 0, 1])
      for (const dy of [-1, 0, 1]) near.push(...(cells.get(`${x + dx} ${y + dy}`) ?? []));
    return nearestOf(near.length > 0 ? near : segments.map((_, index) => index), loc);
  };
}
