/**
 * River levels as a mixed semidiurnal tide: five harmonics whose springs fall on the new and full moons of the real calendar,
 * so that two highs a day come, by night and in the afternoon, and the high of the year in November stands above the alarm.
 * The tide runs up from the sea: a station hears it later and weaker the farther it lies from the southernmost one.
 */
import { distanceM } from '@metropane/city-pack';
import type { CityPack, Station } from '@metropane/city-pack';
import type { Causes } from './causes.ts';
import { makeNoise } from './noise.ts';
import { quantise } from './system.ts';
import type { CitySystem } from './system.ts';

/** Level of the reference station, metres on its datum. */
export interface Tide {
  referenceM(tMs: number): number;
  levelM(station: number, tMs: number): number;
}

/** Speed in degrees per hour and share of the amplitude. */
const HARMONICS = [
  { degPerHour: 28.9841042, share: 0.5 },
  { degPerHour: 30, share: 0.18 },
  { degPerHour: 15.0410686, share: 0.18 },
  { degPerHour: 13.9430356, share: 0.08 },
  { degPerHour: 28.4397295, share: 0.06 },
] as const;
/** A spring high: the day after the full moon of 24 November 2026, 17:00 in Ho Chi Minh City. */
const SPRING_HIGH_MS = Date.UTC(2026, 10, 25, 10);
const AMPLITUDE_M = 0.84;
/** How far the highest tide stands above the lowest alarm level. */
const ABOVE_ALARM_M = 0.25;
const LAG_MS_PER_KM = 2.6 * 60_000;
/** Another datum reads the same water higher. */
const OTHER_DATUM_M = 2.55;

/** Makes the tide of the pack's water stations. */
export function makeTide(
  seed: number | string,
  pack: Pick<CityPack, 'stations' | 'thresholds'>,
  causes: Causes,
): Tide {
  const noise = makeNoise(seed, 'tide');
  const stations = waterStations(pack);
  const threshold = pack.thresholds.find((one) => one.domain === 'river');
  const reference = Math.max(
    0,
    stations.findIndex((station) => station.entity === threshold?.entity),
  );
  const alarmM = threshold?.editions.at(-1)?.levels[0]?.value ?? 1.4;
  const sea = stations.reduce<Station | undefined>(
    (south, station) => (south === undefined || station.loc[1] < south.loc[1] ? station : south),
    undefined,
  );
  const kmFromSea = stations.map((station) => (sea ? distanceM(station.loc, sea.loc) / 1_000 : 0));
  const meanM = alarmM + ABOVE_ALARM_M - AMPLITUDE_M;
  const levelM = (index: number, tMs: number): number => {
    const station = stations[index];
    const referenceStation = stations[reference];
    if (station === undefined || referenceStation === undefined) return meanM;
    const km = (kmFromSea[index] ?? 0) - (kmFromSea[reference] ?? 0);
    const factor = Math.max(0.55, 1 - 0.0045 * km);
    const surgeM =
      causes.surgeM(tMs - km * LAG_MS_PER_KM) +
      0.03 * noise.smooth(0, tMs, 5 * 3_600_000) +
      0.012 * noise.smooth(index + 1, tMs, 1_500_000);
    const offsetM = station.datum === referenceStation.datum ? 0 : OTHER_DATUM_M;
    return meanM + offsetM + factor * AMPLITUDE_M * wave(tMs - km * LAG_MS_PER_KM) + surgeM;
  };
  return { levelM, referenceM: (tMs) => levelM(reference, tMs) };
}

function wave(tMs: number): number {
  const hours = (tMs - SPRING_HIGH_MS) / 3_600_000;
  let sum = 0;
  for (const { degPerHour, share } of HARMONICS)
    sum += share * Math.cos((degPerHour * hours * Math.PI) / 180);
  return sum;
}

/** Water stations in the order of the pack. */
export function waterStations(pack: Pick<CityPack, 'stations'>): readonly Station[] {
  return pack.stations.filter((station) => station.domain === 'river' && 'levelM' in station.metrics);
}

/** Every water station, to the centimetre. */
export function makeWaterSystem(pack: CityPack, tide: Tide): CitySystem {
  return {
    id: 'river',
    periodMs: 30_000,
    metrics: { levelM: { unit: 'm', range: [-3.5, 5] } },
    entities: waterStations(pack).map((station, index) => ({
      domain: 'river',
      entity: station.entity,
      description: { name: station.name, loc: station.loc },
      readAt: (tMs) => ({ v: { levelM: quantise(tide.levelM(index, tMs), 2) } }),
    })),
  };
}
