/**
 * Rain as showers that form, drift and fade; temperature and humidity follow the sun and the rain. Rhythm of the south of
 * Vietnam: a rainy season from May to November with short, hard afternoon rain, a dry season from December to April.
 */
import { distanceM } from '@metropane/city-pack';
import type { CityPack, LonLat } from '@metropane/city-pack';
import type { Causes } from './causes.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { clamp } from './system.ts';

/** Weather at any place and moment. */
export interface Weather {
  /** Millimetres per hour. */
  rainMmH(loc: LonLat, tMs: number): number;
  temperatureC(tMs: number): number;
  humidityPct(tMs: number): number;
  /** Mean intensity over the city's main view, millimetres per hour: what slows everybody down. */
  cityRainMmH(tMs: number): number;
  /** Mean wind over the city's main view, metres per second: the sea breeze of the afternoon, and what blows out of showers. */
  cityWindMps(tMs: number): number;
}

interface Shower {
  readonly startMs: number;
  readonly endMs: number;
  readonly centre: LonLat;
  /** Degrees per hour. */
  readonly drift: readonly [number, number];
  readonly radiusM: number;
  readonly peakMmH: number;
}

const SLOT_MS = 3 * 3_600_000;
const LONGEST_MS = 150 * 60_000;
/** Share of three-hour slots with a shower, by month from January. */
const SHOWER_SHARE = [0.03, 0.02, 0.04, 0.12, 0.4, 0.5, 0.5, 0.5, 0.55, 0.55, 0.4, 0.1];
const MEAN_TEMPERATURE_C = [27, 27.6, 28.9, 30.2, 29.6, 28.6, 28.2, 28.2, 28, 27.7, 27.5, 27];

/** Makes the weather of one seed. */
export function makeWeather(
  seed: number | string,
  pack: Pick<CityPack, 'views' | 'centre'>,
  { localTime, causes }: { readonly localTime: (tMs: number) => LocalTime; readonly causes: Causes },
): Weather {
  const noise = makeNoise(seed, 'weather');
  const showers = new Map<number, readonly Shower[]>();
  const showersOf = (slot: number): readonly Shower[] => {
    let found = showers.get(slot);
    if (found === undefined) {
      found = drawShowers(noise, slot, { pack, localTime });
      if (showers.size > 64) showers.clear();
      showers.set(slot, found);
    }
    return found;
  };
  const rainMmH = (loc: LonLat, tMs: number): number => {
    const slot = Math.floor(tMs / SLOT_MS);
    let sum = causes.rainMmH(loc, tMs);
    for (const shower of showersOf(slot)) sum += intensity(shower, loc, tMs);
    for (const shower of showersOf(slot - 1)) sum += intensity(shower, loc, tMs);
    return sum;
  };
  const [west, south, east, north] = pack.views.main.bbox;
  const samples = [0.2, 0.5, 0.8].flatMap((x) =>
    [0.25, 0.75].map((y): LonLat => [west + x * (east - west), south + y * (north - south)]),
  );
  const cityRainMmH = (tMs: number): number =>
    samples.reduce((sum, loc) => sum + rainMmH(loc, tMs), 0) / samples.length;
  const windMps = (loc: LonLat, tMs: number): number =>
    Math.max(0, breeze(noise, localTime(tMs), tMs) + 0.09 * rainMmH(loc, tMs) + causes.windMps(loc, tMs));
  const cityWindMps = (tMs: number): number =>
    samples.reduce((sum, loc) => sum + windMps(loc, tMs), 0) / samples.length;
  const temperatureC = (tMs: number): number => {
    const { hour, month } = localTime(tMs);
    const swing = 4.2 * Math.cos(((hour - 13.5) / 24) * 2 * Math.PI);
    const cooling = Math.min(4, cityRainMmH(tMs) * 0.15);
    return MEAN_TEMPERATURE_C[month - 1]! + swing - cooling + 1.2 * noise.smooth(1, tMs, 6 * 3_600_000);
  };
  const humidityPct = (tMs: number): number =>
    clamp(
      158 -
        2.75 * temperatureC(tMs) +
        Math.min(12, cityRainMmH(tMs)) +
        5 * noise.smooth(2, tMs, 4 * 3_600_000),
      35,
      99,
    );
  return { rainMmH, temperatureC, humidityPct, cityRainMmH, cityWindMps };
}

/** Of the sea, strongest in the afternoon. */
function breeze(noise: Noise, { hour }: LocalTime, tMs: number): number {
  return 1.6 + 2.2 * Math.exp(-(((hour - 14.5) / 4) ** 2)) + 0.9 * noise.smooth(3, tMs, 1_800_000);
}

interface Ground {
  readonly pack: Pick<CityPack, 'views' | 'centre'>;
  readonly localTime: (tMs: number) => LocalTime;
}

function drawShowers(noise: Noise, slot: number, { pack, localTime }: Ground): readonly Shower[] {
  const draw = (purpose: number): number => noise.at(100 + purpose, slot);
  const { hour, month } = localTime((slot + 0.5) * SLOT_MS);
  const afternoon = hour >= 12 && hour < 21 ? 1.5 : 0.6;
  const mean = (SHOWER_SHARE[month - 1] ?? 0) * afternoon * 2;
  const [west, south, east, north] = pack.views.main.bbox;
  const showers: Shower[] = [];
  for (let n = 0; n < noise.count(99, slot, mean); n += 1) {
    const k = n * 10;
    const startMs = slot * SLOT_MS + draw(k) * SLOT_MS;
    showers.push({
      startMs,
      endMs: startMs + 35 * 60_000 + draw(k + 1) * (LONGEST_MS - 35 * 60_000),
      centre: [
        west + (draw(k + 2) * 1.5 - 0.25) * (east - west),
        south + (draw(k + 3) * 1.5 - 0.25) * (north - south),
      ],
      drift: [(draw(k + 4) - 0.3) * 0.08, (draw(k + 5) - 0.5) * 0.06],
      radiusM: 2_500 + draw(k + 6) * 5_500,
      // Most are light; one in ten is a cloudburst.
      peakMmH: 6 + 85 * draw(k + 7) ** 3.2,
    });
  }
  return showers;
}

function intensity(shower: Shower, loc: LonLat, tMs: number): number {
  if (tMs <= shower.startMs || tMs >= shower.endMs) return 0;
  const hours = (tMs - shower.startMs) / 3_600_000;
  const centre: LonLat = [
    shower.centre[0] + shower.drift[0] * hours,
    shower.centre[1] + shower.drift[1] * hours,
  ];
  const away = distanceM(centre, loc) / shower.radiusM;
  if (away > 2) return 0;
  const life = Math.sin((Math.PI * (tMs - shower.startMs)) / (shower.endMs - shower.startMs));
  return shower.peakMmH * life * Math.exp(-away * away * 1.5);
}
