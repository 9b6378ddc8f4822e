import { err, type Err, ok, type Result } from '@metropane/base';
import { GEOFENCE_KINDS, type GeofenceDraft, type GeofenceKind } from './geofence.ts';
import { type Box, findMeeting, isInBox, type OpenRing, type RingPoint, ringAreaM2 } from './ring.ts';

/** Why a fence is not taken. */
export type GeofenceFaultCode =
  | 'bad-name'
  | 'bad-purpose'
  | 'bad-kind'
  | 'bad-ring'
  | 'ring-meets-itself'
  | 'ring-too-small'
  | 'outside-city'
  | 'bad-expiry';
export type GeofenceFault = Err<GeofenceFaultCode>;
export type ParsedGeofence = Result<GeofenceDraft, GeofenceFaultCode>;

export const FEWEST_POINTS = 3;
export const MOST_POINTS = 200;
export const LONGEST_NAME = 80;
export const LONGEST_PURPOSE = 500;
/** A fence that nobody needs any more hides those that count: it must be drawn anew after a month. */
export const LONGEST_LIFE_MS = 30 * 86_400_000;
/** Smaller than a crossing is a slip of the hand. */
export const LEAST_AREA_M2 = 25;
/** About 0.1 m: finer is the noise of a hand. */
const STEPS_PER_DEGREE = 1e6;

/** A fence from outside; `nowMs`: when it is drawn or changed. Where the city lies is checked by `ringFault` with its box. */
export function parseGeofence(raw: unknown, nowMs: number): ParsedGeofence {
  if (typeof raw !== 'object' || raw === null) return err('bad-ring', 'a fence is a JSON object');
  const { name, purpose, kind, ring, expiresAtMs = null } = raw as Readonly<Record<string, unknown>>;
  const said = wordsFault(name, 'name', LONGEST_NAME) ?? wordsFault(purpose, 'purpose', LONGEST_PURPOSE);
  if (said !== undefined) return said;
  if (!isKind(kind)) return err('bad-kind', `kind is one of ${GEOFENCE_KINDS.join(', ')}`);
  if (!isRawRing(ring))
    return err('bad-ring', 'ring is a list of [longitude, latitude] in degrees, e.g. [[106.7, 10.77], …]');
  const drawn = toOpenRing(ring);
  const fault = ringFault(drawn);
  if (fault !== undefined) return fault;
  if (expiresAtMs !== null && !isExpiry(expiresAtMs, nowMs))
    return err('bad-expiry', 'expiresAtMs is null, or epoch milliseconds from now to 30 days from now');
  return ok({ name: trimmed(name), purpose: trimmed(purpose), kind, ring: drawn, expiresAtMs });
}

/** What is wrong with a ring, as a drawing hand is told; `bbox`: of the city. */
export function ringFault(ring: OpenRing, bbox: Box | null = null): GeofenceFault | undefined {
  const count = ring.length;
  if (count < FEWEST_POINTS || count > MOST_POINTS)
    return err('bad-ring', `a fence has ${FEWEST_POINTS} to ${MOST_POINTS} points, this one ${count}`);
  if (bbox !== null) {
    const outside = ring.find(([lon, lat]) => !isInBox(bbox, lon, lat));
    if (outside !== undefined)
      return err(
        'outside-city',
        `[${outside.join(', ')}] lies outside the city (are longitude and latitude swapped?)`,
      );
  }
  const meeting = findMeeting(ring);
  if (meeting !== undefined)
    return err(
      'ring-meets-itself',
      `the edges after points ${meeting[0] + 1} and ${meeting[1] + 1} cross or touch each other`,
    );
  if (ringAreaM2(ring) < LEAST_AREA_M2)
    return err('ring-too-small', `a fence holds at least ${LEAST_AREA_M2} m²`);
  return undefined;
}

/** Rounded to 6 decimals, and without the first point at the end, as GeoJSON repeats it. */
export function toOpenRing(points: readonly RingPoint[]): RingPoint[] {
  const ring = points.map(([lon, lat]): RingPoint => [rounded(lon), rounded(lat)]);
  const [first, last] = [ring[0], ring.at(-1)];
  const isClosed = ring.length > 1 && first![0] === last![0] && first![1] === last![1];
  return isClosed ? ring.slice(0, -1) : ring;
}

function rounded(degrees: number): number {
  return Math.round(degrees * STEPS_PER_DEGREE) / STEPS_PER_DEGREE;
}

function wordsFault(text: unknown, field: 'name' | 'purpose', most: number): GeofenceFault | undefined {
  const isGood = typeof text === 'string' && trimmed(text).length > 0 && trimmed(text).length <= most;
  return isGood ? undefined : err(`bad-${field}`, `${field} is a text of 1 to ${most} characters`);
}

/** One line: what is told of a fence stands in rows and on the map. */
function trimmed(text: unknown): string {
  return String(text).replaceAll(/\s+/g, ' ').trim();
}

function isKind(kind: unknown): kind is GeofenceKind {
  return (GEOFENCE_KINDS as readonly unknown[]).includes(kind);
}

function isRawRing(ring: unknown): ring is RingPoint[] {
  // How many points are too many is said by `ringFault`; this only bounds the work.
  if (!Array.isArray(ring) || ring.length > 10 * MOST_POINTS) return false;
  return ring.every(
    (point: unknown) =>
      Array.isArray(point) && point.length === 2 && isDegrees(point[0], 180) && isDegrees(point[1], 90),
  );
}

function isDegrees(value: unknown, most: number): boolean {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function isExpiry(value: unknown, nowMs: number): value is number {
  return typeof value === 'number' && value > nowMs && value <= nowMs + LONGEST_LIFE_MS;
}
