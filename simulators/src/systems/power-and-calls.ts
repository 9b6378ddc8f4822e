import type { CityPack, LonLat } from '@metropane/city-pack';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { quantise } from './system.ts';
import type { CitySystem } from './system.ts';
import { demandAt } from './traffic-demand.ts';
import type { Weather } from './weather.ts';

/** What loads and calls follow. */
export interface DailyLife {
  readonly weather: Weather;
  readonly localTime: (tMs: number) => LocalTime;
}

/** Supply areas of the grid: share of the city's load, and where the area lies. */
const SUPPLY_AREAS: readonly { id: string; vi: string; en: string; share: number; loc: LonLat }[] = [
  { id: 'trung-tam', vi: 'Lưới điện Trung tâm', en: 'Central grid', share: 0.21, loc: [106.699, 10.777] },
  { id: 'phia-dong', vi: 'Lưới điện phía Đông', en: 'Eastern grid', share: 0.2, loc: [106.772, 10.83] },
  { id: 'phia-tay', vi: 'Lưới điện phía Tây', en: 'Western grid', share: 0.19, loc: [106.607, 10.755] },
  { id: 'phia-nam', vi: 'Lưới điện phía Nam', en: 'Southern grid', share: 0.17, loc: [106.715, 10.72] },
  { id: 'phia-bac', vi: 'Lưới điện phía Bắc', en: 'Northern grid', share: 0.23, loc: [106.63, 10.87] },
];
const CITY_PEAK_MW = 4_750;

/** Load of the grid's supply areas: offices and cooling by day, homes in the evening, more when it is hot. */
export function makePowerSystem(seed: number | string, { weather, localTime }: DailyLife): CitySystem {
  const noise = makeNoise(seed, 'power');
  return {
    id: 'power',
    periodMs: 15_000,
    metrics: { loadMw: { unit: 'MW', range: [0, 2_000] } },
    entities: SUPPLY_AREAS.map((area, index) => ({
      domain: 'power',
      entity: area.id,
      description: { name: { vi: area.vi, en: area.en }, loc: area.loc },
      readAt: (tMs) => {
        const { hour, weekday } = localTime(tMs);
        const office = Math.exp(-(((hour - 14) / 4.2) ** 2)) * (weekday >= 6 ? 0.6 : 1);
        const home = Math.exp(-(((hour - 20) / 2.4) ** 2));
        const heat = 1 + 0.018 * (weather.temperatureC(tMs) - 28);
        const shape = (0.58 + 0.34 * office + 0.22 * home) * heat;
        const wobble =
          1 + 0.012 * noise.smooth(index, tMs, 300_000) + 0.004 * noise.smooth(index, tMs, 31_000);
        return { v: { loadMw: quantise(CITY_PEAK_MW * area.share * shape * wobble, 1) } };
      },
    })),
  };
}

/** Mean calls per hour at a usual moment. */
const CALL_LINES = [
  { id: '112', vi: 'Tổng đài 112', en: 'Rescue line 112', perHour: 6 },
  { id: '113', vi: 'Tổng đài 113', en: 'Police line 113', perHour: 52 },
  { id: '114', vi: 'Tổng đài 114', en: 'Fire line 114', perHour: 9 },
  { id: '115', vi: 'Tổng đài 115', en: 'Ambulance line 115', perHour: 62 },
] as const;

/** Emergency calls since the last reading: more by day, in rain and in the rush. */
export function makeCallSystem(
  seed: number | string,
  pack: Pick<CityPack, 'centre'>,
  { weather, localTime }: DailyLife,
): CitySystem {
  const noise = makeNoise(seed, 'calls');
  return {
    id: 'emergency',
    periodMs: 60_000,
    metrics: { callsN: { unit: '1', range: [0, 60] } },
    entities: CALL_LINES.map((line, index) => ({
      domain: 'emergency',
      entity: line.id,
      description: { name: { vi: line.vi, en: line.en }, loc: pack.centre },
      readAt: (tMs, everyMs) => {
        const busy = 0.45 + 0.85 * demandAt(localTime(tMs)) + 0.02 * weather.cityRainMmH(tMs);
        const mean = (line.perHour * busy * everyMs) / 3_600_000;
        return { v: { callsN: noise.count(index, Math.floor(tMs / 1_000), mean) } };
      },
    })),
  };
}
