import type { CityPack } from '@metropane/city-pack';
import type { Causes } from './causes.ts';
import type { CityEvents } from './city-event.ts';
import type { LocalTime } from './local-time.ts';
import type { Tide } from './tide.ts';
import type { Traffic } from './traffic.ts';
import type { Weather } from './weather.ts';

/** What a system of a city may look at: the same weather, roads, river, clock and causes for all of them. */
export interface CityWorld {
  readonly pack: CityPack;
  readonly weather: Weather;
  readonly tide: Tide;
  /** The roads with what happens on them. */
  readonly roads: Traffic;
  readonly events: CityEvents;
  /** Days off of the pack's calendar count as Sundays. */
  readonly localTime: (tMs: number) => LocalTime;
  readonly causes: Causes;
}
