/**
 * Calls to emergency lines and to the hotline since the last reading. `perHour` of a station is its mean over a week; the day has its
 * rhythm, rain adds, and so does what happens: people ring the line that an event names as its source.
 */
import type { Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { between, bump, countAbout, isDayOff, normalised } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import type { StationReader } from './station-system.ts';
import type { CitySystem } from './system.ts';
import { demandAt } from './traffic-demand.ts';

const USUAL_PER_HOUR = 10;
/** Callers in the first minutes of an event that names the line, by severity from 1 (life safety). */
const CALLERS_PER_HOUR = [0, 34, 16, 7, 3] as const;
const CALLING_MS = 20 * 60_000;
/** The callers of a usual day's events are in the mean of the line: so much of it is theirs. */
const EVENTS_IN_MEAN = 0.15;
/** A hotline hears of an event from fewer, and from as many more as it is the line of more people. */
const HOTLINE_CALLERS = 1 / 80;
/** What one clerk answers in an hour, and how full the hotline's desks are planned to be. */
const CALLS_PER_CLERK_HOUR = 11;
const PLANNED_LOAD = 0.62;

const emergencyShape = normalised((local) => 0.42 + 0.8 * demandAt(local) + 0.12 * bump(local.hour, 22, 2));
/** Offices make the day: people ask about papers while somebody can answer, and about noise in the evening. */
const hotlineShape = normalised(
  (local: LocalTime) =>
    0.12 +
    (isDayOff(local) ? 0.62 : 1) * between(local.hour, 7.2, 21) +
    (isDayOff(local) ? 0.1 : 0.75) * (bump(local.hour, 9.3, 1.5) + 0.8 * bump(local.hour, 14.6, 1.6)) +
    0.3 * bump(local.hour, 20.5, 1.4),
);

/** Emergency lines of the pack. */
export function makeCallSystem(seed: number | string, world: CityWorld): CitySystem {
  const noise = makeNoise(seed, 'calls');
  const { localTime, weather } = world;
  return makeStationSystem('emergency', stationsOf(world.pack, 'emergency', ['callsN']), (station, index) => {
    const perHour = factOf(station, 'perHour', USUAL_PER_HOUR);
    return (tMs, everyMs) => {
      const usual =
        perHour * ((1 - EVENTS_IN_MEAN) * emergencyShape(localTime(tMs)) + 0.02 * weather.cityRainMmH(tMs));
      const mean = ((usual + eventCalls(world, station, tMs)) * everyMs) / 3_600_000;
      return { callsN: countAbout(noise, { entity: index, slot: Math.floor(tMs / 1_000), mean }) };
    };
  });
}

/** Hotlines of the pack: calls, and how long a caller waits for a clerk. */
export function makeHotlineSystem(seed: number | string, world: CityWorld): CitySystem {
  return makeStationSystem(
    'hotline',
    stationsOf(world.pack, 'hotline', ['callsN', 'waitS']),
    (station, index) => readHotline(seed, world, { station, index }),
  );
}

function readHotline(
  seed: number | string,
  world: CityWorld,
  { station, index }: { readonly station: Station; readonly index: number },
): StationReader {
  const noise = makeNoise(seed, 'hotline');
  const { localTime, weather } = world;
  const perHour = factOf(station, 'perHour', USUAL_PER_HOUR);
  const callsPerHour = (tMs: number): number =>
    perHour *
    ((1 - EVENTS_IN_MEAN) * hotlineShape(localTime(tMs)) +
      0.03 * weather.cityRainMmH(tMs) +
      HOTLINE_CALLERS * eventCalls(world, station, tMs));
  return (tMs, everyMs) => {
    const usual = perHour * hotlineShape(localTime(tMs));
    // The roster knows the usual day; what comes beyond it waits.
    const clerks = Math.max(3, Math.ceil(usual / (CALLS_PER_CLERK_HOUR * PLANNED_LOAD)));
    const load = Math.min(0.95, callsPerHour(tMs) / (clerks * CALLS_PER_CLERK_HOUR));
    const queue = load / (1 - load);
    const jitter = 1 + 0.35 * noise.smooth(index + 100, tMs, 240_000);
    const mean = (callsPerHour(tMs) * everyMs) / 3_600_000;
    return {
      callsN: countAbout(noise, { entity: index, slot: Math.floor(tMs / 1_000), mean }),
      waitS: Math.min(3_600, (4 + (40 * queue) / clerks) * jitter),
    };
  };
}

/** Calls per hour that the events of the moment bring to an emergency line. */
function eventCalls({ events }: CityWorld, { entity }: Station, tMs: number): number {
  let callers = 0;
  for (const { sources, severity, startMs } of events.activeAt(tMs))
    if (sources.includes(entity) && tMs - startMs < CALLING_MS) callers += CALLERS_PER_HOUR[severity];
  return callers;
}
