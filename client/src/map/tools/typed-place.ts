import { isInBox } from '@metropane/city';
import type { LonLat } from '../../live/city-ground.ts';

const PAIR = /^\s*\(?\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*\)?\s*$/;

/**
 * A place that somebody typed as two numbers in degrees: latitude first, as maps and telephones give it, or longitude first where only
 * that lies in the city's box. Undefined: not two numbers, or not in the city either way round.
 */
export function typedPlace(
  text: string,
  bbox: readonly [west: number, south: number, east: number, north: number],
): LonLat | undefined {
  const [, first, second] = PAIR.exec(text) ?? [];
  if (first === undefined || second === undefined) return undefined;
  const [a, b] = [Number(first), Number(second)];
  if (isInBox(bbox, b, a)) return [b, a];
  return isInBox(bbox, a, b) ? [a, b] : undefined;
}
