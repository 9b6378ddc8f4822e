/**
 * Air quality: particles and nitrogen dioxide follow traffic and the still air of the morning, ozone follows the sun, rain washes
 * all of it out. One district of the seed has a worse day than the others.
 */
import type { CityPack } from '@metropane/city-pack';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { metricsOf } from './station-system.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem } from './system.ts';
import { demandAt } from './traffic-demand.ts';
import type { Weather } from './weather.ts';

const DAY_MS = 86_400_000;

/** Air stations of the pack: ug/m3 to a tenth (carbon monoxide to 1), degrees and percent to a tenth. */
export function makeAirSystem(
  seed: number | string,
  pack: CityPack,
  { weather, localTime }: { weather: Weather; localTime: (tMs: number) => LocalTime },
): CitySystem {
  const noise = makeNoise(seed, 'air');
  const stations = pack.stations.filter((station) => station.domain === 'air');
  return {
    id: 'air',
    periodMs: 60_000,
    metrics: metricsOf(stations),
    entities: stations.map((station, index) => ({
      domain: 'air',
      entity: station.entity,
      description: { name: station.name, loc: station.loc },
      readAt: (tMs) => {
        const local = localTime(tMs);
        const wash = 1 - Math.min(0.55, weather.rainMmH(station.loc, tMs) * 0.03);
        const morning = 1 + 0.35 * Math.exp(-(((local.hour - 7) / 2.2) ** 2));
        const day = 1 + 0.45 * noise.smooth(1_000, tMs, 1.7 * DAY_MS);
        const isBad = (day: number): boolean => Math.floor(noise.at(2_000, day) * stations.length) === index;
        const place = (0.75 + 0.5 * noise.at(index, 1)) * (1 + 1.1 * badShare(isBad, local));
        const wobble =
          1 + 0.12 * noise.smooth(index, tMs, 45 * 60_000) + 0.03 * noise.smooth(index, tMs, 150_000);
        const pm25 = clamp((19 + 24 * demandAt(local)) * morning * day * place * wash * wobble, 2, 300);
        const sun = Math.max(0, Math.sin(((local.hour - 6) / 12) * Math.PI));
        // Saturated air still stirs: a gauge that reads the same for hours is taken for a broken one.
        const humidity = (at: number): number =>
          Math.min(96, weather.humidityPct(at)) + 1.2 * noise.smooth(index + 300, at, 900_000);
        const values: Record<string, number> = {
          pm25UgM3: quantise(pm25, 1),
          pm10UgM3: quantise(pm25 * (1.55 + 0.2 * noise.smooth(index + 100, tMs, 7_200_000)), 1),
          no2UgM3: quantise((12 + 46 * demandAt(local)) * place ** 0.5 * wash * wobble, 1),
          o3UgM3: quantise((18 + 95 * sun) * wash * (2 - wobble), 1),
          coUgM3: quantise((420 + 900 * demandAt(local)) * place ** 0.5 * wobble, 0),
          so2UgM3: quantise((8 + 9 * demandAt(local)) * wobble, 1),
          temperatureC: quantise(weather.temperatureC(tMs) + 0.8 * noise.at(index, 2) - 0.4, 1),
          humidityPct: quantise(clamp(humidity(tMs) + 3 * noise.at(index, 3) - 1.5, 5, 100), 1),
        };
        const v: Record<string, number> = {};
        for (const metric of Object.keys(station.metrics)) {
          const value = values[metric];
          if (value !== undefined) v[metric] = value;
        }
        return { v };
      },
    })),
  };
}

/** How much of a bad day the air holds: it comes and goes over the three hours before and after midnight. */
function badShare(isBad: (day: number) => boolean, { day, hour }: LocalTime): number {
  const today = isBad(day) ? 1 : 0;
  const [other, share] = hour < 3 ? [day - 1, 0.5 - hour / 6] : [day + 1, Math.max(0, (hour - 21) / 6)];
  return today + ((isBad(other) ? 1 : 0) - today) * share;
}
