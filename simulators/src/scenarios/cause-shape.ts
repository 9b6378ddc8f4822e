import { distanceM } from '@metropane/city-pack';
import type { LonLat } from '@metropane/city-pack';
import type { Spot } from './scenario.ts';

/** When a cause acts, milliseconds from the start of the scenario. */
export interface TimeShape {
  readonly at: number;
  readonly rampUp: number;
  readonly hold: number;
  readonly rampDown: number;
}

/** Where a cause acts, and how its centre moves. */
export interface MovingArea {
  readonly centre: Spot;
  readonly radiusM: number;
  readonly drift?: { readonly towards: Spot; readonly kmPerHour: number } | undefined;
}

/** Share of the full strength at `sinceMs` after the start of the scenario: eased up, held, eased down; 0 before and after. */
export function strengthAt({ at, rampUp, hold, rampDown }: TimeShape, sinceMs: number): number {
  const intoMs = sinceMs - at;
  const leftMs = rampUp + hold + rampDown - intoMs;
  if (intoMs < 0 || leftMs <= 0) return 0;
  return eased(rampUp === 0 ? 1 : intoMs / rampUp) * eased(rampDown === 0 ? 1 : leftMs / rampDown);
}

/** Share of the strength at a place: 1 at the centre, a fifth at the radius, 0 from twice the radius on. */
export function nearnessAt(area: MovingArea, loc: LonLat, sinceStartMs: number): number {
  const away = distanceM(centreAt(area, sinceStartMs), loc) / area.radiusM;
  return away >= 2 ? 0 : Math.exp(-away * away * 1.5);
}

function centreAt({ centre, drift }: MovingArea, sinceStartMs: number): LonLat {
  if (drift === undefined) return centre.loc;
  const wayM = distanceM(centre.loc, drift.towards.loc);
  if (wayM === 0) return centre.loc;
  const share = (drift.kmPerHour * Math.max(0, sinceStartMs)) / 3_600 / wayM;
  const [lon, lat] = centre.loc;
  return [lon + share * (drift.towards.loc[0] - lon), lat + share * (drift.towards.loc[1] - lat)];
}

function eased(share: number): number {
  const x = Math.min(1, Math.max(0, share));
  return x * x * (3 - 2 * x);
}
