/**
 * Weather stations. The wind is a vector: the monsoon of the month, a sea breeze in the afternoon, and turbulence of three sizes;
 * speed and direction are read off it, so that they belong together. Monsoons as over the south-east of Asia: from the north-east
 * in winter, from the south-west in summer.
 */
import type { LonLat } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { bump } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

const METRICS = ['temperatureC', 'humidityPct', 'windSpeedMps', 'windDirectionDeg', 'pressureHpa'];
/** Metres per second towards east and north, by month from January: light but steady. */
const MONSOON: readonly (readonly [number, number])[] = [
  [-1.8, -1.4],
  [-2, -0.4],
  [-2.1, 0.6],
  [-1.6, 1.2],
  [0.4, 1.6],
  [1.9, 1.5],
  [2.2, 1.5],
  [2.4, 1.4],
  [1.6, 0.9],
  [-0.4, -0.8],
  [-1.6, -1.7],
  [-1.8, -1.8],
];
/** How far pressure falls for each metre per second that a storm adds. */
const HPA_PER_MPS = 0.9;

/** Weather stations of the pack. */
export function makeWeatherSystem(seed: number | string, world: CityWorld): CitySystem {
  const { pack, weather, localTime, causes } = world;
  const noise = makeNoise(seed, 'weather-stations');
  return makeStationSystem('weather', stationsOf(pack, 'weather', METRICS), ({ loc }, index) => {
    const warmer = 1.2 * noise.at(index, 1) - 0.6;
    const open = 0.75 + 0.6 * noise.at(index, 2);
    return (tMs) => {
      const local = localTime(tMs);
      const storm = causes.windMps(loc, tMs);
      const wind = windAt({ noise, index, local, tMs }, { open, squall: squall(world, loc, tMs), storm });
      return {
        temperatureC: clamp(weather.temperatureC(tMs) + warmer, 5, 45),
        humidityPct: clamp(
          Math.min(95, weather.humidityPct(tMs)) +
            3 * noise.at(index, 3) -
            1.5 +
            2 * noise.smooth(index + 400, tMs, 900_000),
          5,
          100,
        ),
        ...wind,
        pressureHpa: pressure(noise, local, tMs) - HPA_PER_MPS * storm,
      };
    };
  });
}

/** Air that falls out of a shower blows outward. */
function squall({ weather }: CityWorld, loc: LonLat, tMs: number): number {
  return Math.min(9, 0.14 * weather.rainMmH(loc, tMs));
}

interface Gauge {
  readonly noise: Noise;
  readonly index: number;
  readonly local: LocalTime;
  readonly tMs: number;
}

function windAt(
  { noise, index, local, tMs }: Gauge,
  { open, squall: gust, storm }: { readonly open: number; readonly squall: number; readonly storm: number },
): { windSpeedMps: number; windDirectionDeg: number } {
  const [east, north] = MONSOON[local.month - 1] ?? [0, 0];
  const day = 0.5 + 0.85 * bump(local.hour, 14.5, 4.5);
  const eddy = (axis: number): number =>
    0.9 * noise.smooth(200 + axis, tMs, 5 * 3_600_000) +
    0.55 * noise.smooth(300 + 2 * index + axis, tMs, 1_400_000) +
    0.5 * noise.smooth(700 + 2 * index + axis, tMs, 150_000);
  const u = (east * day + eddy(0)) * open;
  const v = (north * day + eddy(1) + 0.9 * bump(local.hour, 15, 3)) * open;
  const calm = Math.sqrt(u * u + v * v);
  const speed = calm + gust + storm * (1 + 0.12 * noise.smooth(900 + index, tMs, 40_000));
  // Wind is named by where it comes from. 360 is read as 0.
  const from = (Math.atan2(-u, -v) * 180) / Math.PI;
  return { windSpeedMps: clamp(speed, 0, 60), windDirectionDeg: Math.round((from + 360) % 360) % 360 };
}

/** Twice a day the pressure of the tropics rises and falls by itself. */
function pressure(noise: Noise, { hour, month }: LocalTime, tMs: number): number {
  const season = 2.6 * Math.cos(((month - 1) / 6) * Math.PI);
  const tide = 1.5 * Math.cos(((hour - 9.8) / 6) * Math.PI);
  return 1_009.5 + season + tide + 1.2 * noise.smooth(1, tMs, 20 * 3_600_000);
}
