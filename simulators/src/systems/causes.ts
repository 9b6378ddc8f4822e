import type { LonLat } from '@metropane/city-pack';
import type { CityEvent } from './city-event.ts';

/** What is wrong with one sensor, whatever it measures. */
export type DeviceFault =
  | { readonly kind: 'silent' }
  /** Its clock is off by so much; positive: ahead. */
  | { readonly kind: 'skew'; readonly byMs: number }
  /** It repeats what it read at `sinceMs`. */
  | { readonly kind: 'stuck'; readonly sinceMs: number };

/**
 * What a scenario does to a city: causes, never what a screen shows. Every system asks for those that it feels, at the place and
 * the moment that it simulates; all effects follow from that. Functions of their arguments alone, so a seed and a scenario give
 * one stream. Without a scenario nothing is caused: `NO_CAUSES`.
 */
export interface Causes {
  /** Things that happen and are told by people, beside those of an ordinary day. */
  readonly events: readonly CityEvent[];
  /** Rain beyond the weather's own, millimetres per hour. */
  rainMmH(loc: LonLat, tMs: number): number;
  /** Wind beyond the weather's own, metres per second. */
  windMps(loc: LonLat, tMs: number): number;
  /** Sea level beyond the tide, metres. */
  surgeM(tMs: number): number;
  /** Share of the supply that is out at a place, 0 to 1: loads, lamps, signals, pumps and cameras feel it. */
  powerLost(loc: LonLat, tMs: number): number;
  /** People gathered within walking distance beyond those of an ordinary hour. */
  crowdPeople(loc: LonLat, tMs: number): number;
  /** How hard the information system with this code (`CITY_SYSTEMS`) is attacked, 0 to 1. */
  attackOn(system: string, tMs: number): number;
  /** The fault of one sensor; undefined: it works as always. */
  deviceFault(domain: string, entity: string, tMs: number): DeviceFault | undefined;
}

/** An ordinary day. */
export const NO_CAUSES: Causes = {
  events: [],
  rainMmH: () => 0,
  windMps: () => 0,
  surgeM: () => 0,
  powerLost: () => 0,
  crowdPeople: () => 0,
  attackOn: () => 0,
  deviceFault: () => undefined,
};
