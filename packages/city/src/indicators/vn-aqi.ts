/**
 * VN_AQI, the Vietnamese air quality index: Decision 1459/QĐ-TCMT of 2019-11-12, Vietnam Environment Administration.
 * Concentrations in µg/m³, at 25 °C and 1 atm. Values here are not rounded: the decision publishes whole numbers.
 * One departure from the letter: its NowCast for w = 1/2 prints a sum that is not divided by the weights. With 12 hours
 * present that differs by 0.024 %; with hours missing it under-reads badly (AQI 103 for 137), so weights are always normalised.
 * Not the US index: never compare the two.
 */
export type VnAqiPollutant = 'pm25' | 'pm10' | 'o3' | 'co' | 'so2' | 'no2';
/** `o3-8h`: the greatest 8-hour mean of a day. */
export type VnAqiDailyPollutant = VnAqiPollutant | 'o3-8h';

const INDEX = [0, 50, 100, 150, 200, 300, 400, 500] as const;
const BREAKPOINTS: Readonly<Record<VnAqiDailyPollutant, readonly number[]>> = {
  pm25: [0, 25, 50, 80, 150, 250, 350, 500],
  pm10: [0, 50, 150, 250, 350, 420, 500, 600],
  o3: [0, 160, 200, 300, 400, 800, 1000, 1200],
  'o3-8h': [0, 100, 120, 170, 210, 400],
  co: [0, 10_000, 30_000, 45_000, 60_000, 90_000, 120_000, 150_000],
  so2: [0, 125, 350, 550, 800, 1600, 2100, 2630],
  no2: [0, 100, 200, 700, 1200, 2350, 3100, 3850],
};

/** One band of the scale, with the decision's colour. On dark screens its purple and maroon are hardly visible: never the only mark. */
export interface VnAqiBand {
  level: 'good' | 'moderate' | 'poor' | 'bad' | 'very-bad' | 'hazardous';
  /** Whole index values, both inclusive. */
  from: number;
  to: number;
  name: { vi: string; en: string };
  rgb: readonly [number, number, number];
}

export const VN_AQI_BANDS: readonly VnAqiBand[] = [
  { level: 'good', from: 0, to: 50, name: { vi: 'Tốt', en: 'Good' }, rgb: [0, 228, 0] },
  { level: 'moderate', from: 51, to: 100, name: { vi: 'Trung bình', en: 'Moderate' }, rgb: [255, 255, 0] },
  { level: 'poor', from: 101, to: 150, name: { vi: 'Kém', en: 'Poor' }, rgb: [255, 126, 0] },
  { level: 'bad', from: 151, to: 200, name: { vi: 'Xấu', en: 'Bad' }, rgb: [255, 0, 0] },
  { level: 'very-bad', from: 201, to: 300, name: { vi: 'Rất xấu', en: 'Very bad' }, rgb: [143, 63, 151] },
  { level: 'hazardous', from: 301, to: 500, name: { vi: 'Nguy hại', en: 'Hazardous' }, rgb: [126, 0, 35] },
];

/**
 * Sub-index of one hour, unrounded, 0 to 500. For PM the concentration is the NowCast (`nowCast`), for gases the hour's mean.
 * Beyond the last breakpoint it stays 500; a concentration below 0 (an instrument at its zero) counts as 0; NaN gives NaN.
 */
export function hourlySubIndex(pollutant: VnAqiPollutant, ugM3: number): number {
  return interpolate(BREAKPOINTS[pollutant], ugM3);
}

/**
 * Sub-index of one day, unrounded. PM: 24-hour mean; others: the day's greatest hourly mean (`o3-8h`: greatest 8-hour mean).
 * Null where the decision has no value: an 8-hour ozone mean above 400.
 */
export function dailySubIndex(pollutant: VnAqiDailyPollutant, ugM3: number): number | null {
  if (pollutant === 'o3-8h' && ugM3 > 400) return null;
  return interpolate(BREAKPOINTS[pollutant], ugM3);
}

/**
 * NowCast of up to 12 hourly means, newest first, null = missing. Null unless 2 of the newest 3 hours are there.
 * `w = max(Cmin / Cmax, 1/2)`, `sum(w^i c_i) / sum(w^i)` over the hours present.
 */
export function nowCast(hours: readonly (number | null)[]): number | null {
  const window = hours.slice(0, 12);
  const present = window.filter((value) => value !== null);
  if (window.slice(0, 3).filter((value) => value !== null).length < 2) return null;
  const greatest = Math.max(...present);
  const ratio = greatest > 0 ? Math.min(...present) / greatest : 1;
  const w = Math.max(ratio, 0.5);
  let sum = 0;
  let weights = 0;
  window.forEach((value, hoursAgo) => {
    if (value === null) return;
    sum += value * w ** hoursAgo;
    weights += w ** hoursAgo;
  });
  return sum / weights;
}

/** The station's index: the greatest sub-index and whose it is. Null without PM2.5 and PM10, as the decision demands. */
export function stationAqi<P extends VnAqiDailyPollutant>(
  subIndexes: Readonly<Partial<Record<P, number | null>>>,
): { aqi: number; pollutant: P } | null {
  const known = (Object.entries(subIndexes) as [P, number | null | undefined][]).flatMap(([pollutant, aqi]) =>
    aqi === null || aqi === undefined ? [] : [{ aqi, pollutant }],
  );
  if (!known.some(({ pollutant }) => pollutant === 'pm25' || pollutant === 'pm10')) return null;
  return known.reduce((worst, one) => (one.aqi > worst.aqi ? one : worst));
}

/** The band of an index after rounding to a whole number; above 500 the last one. */
export function vnAqiBand(aqi: number): VnAqiBand {
  const whole = Math.round(aqi);
  return VN_AQI_BANDS.find((band) => whole <= band.to) ?? VN_AQI_BANDS.at(-1)!;
}

function interpolate(breakpoints: readonly number[], concentration: number): number {
  if (Number.isNaN(concentration)) return concentration;
  if (concentration <= 0) return 0;
  for (let at = 1; at < breakpoints.length; at++) {
    const low = breakpoints[at - 1]!;
    const high = breakpoints[at]!;
    if (concentration > high) continue;
    return ((INDEX[at]! - INDEX[at - 1]!) / (high - low)) * (concentration - low) + INDEX[at - 1]!;
  }
  return INDEX[breakpoints.length - 1]!;
}
