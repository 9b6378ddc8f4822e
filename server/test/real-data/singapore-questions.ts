import type { CityReader, Series, WindowJson } from './city-reader.ts';
import { microTime, type OracleQuestion, questionsFrom, rounded } from './oracle-question.ts';

interface Oracle {
  rows: number;
  wettest_hour: { station: string; start: string; mm: number; n: number };
  wettest_station_day: { station: string; date_local: string; mm: number };
  station_hours_ge_20mm: number;
  station_hours_ge_40mm: number;
  incomplete_station_hours: number;
}

const FEED = 'singapore-rain';
const ZONE_MS = 8 * 3_600_000;
const SAMPLES_PER_HOUR = 12;
const month: Series = {
  domain: 'rain',
  metric: 'rainMm',
  from: '2017-01-01T00:00:00Z',
  to: '2017-02-01T00:00:00Z',
};

async function stationWindows(
  city: CityReader,
  window: string,
): Promise<(WindowJson & { entity: string })[]> {
  return city.windowsOfEach(await city.entitiesOf('rain', FEED), month, window);
}

/** Depth in mm; readings are tenths, so what lies beyond is binary noise. */
const depthMm = ({ sum }: { sum: number }): number => rounded(sum);

const wettest = <T extends { sum: number }>(windows: T[]): T =>
  windows.reduce((most, one) => (depthMm(one) > depthMm(most) ? one : most));

export const singaporeQuestions = (isAbsent: boolean): OracleQuestion[] =>
  questionsFrom<Oracle>('singapore_rain', isAbsent, (oracle) => [
    {
      question: 'rows',
      isOfDelivery: true,
      expected: oracle.rows,
      ask: async (city) => {
        const { received, counted } = await city.feed(FEED);
        return received === counted ? counted : { received, counted };
      },
    },
    {
      question: 'wettest_hour',
      expected: oracle.wettest_hour,
      async ask(city) {
        const hour = wettest(await stationWindows(city, 'PT1H'));
        return { station: hour.entity, start: microTime(hour.start), mm: depthMm(hour), n: hour.n };
      },
    },
    {
      question: 'wettest_station_day',
      expected: oracle.wettest_station_day,
      async ask(city) {
        const day = wettest(await stationWindows(city, 'P1D'));
        const date = new Date(Date.parse(day.start) + ZONE_MS).toISOString().slice(0, 10);
        return { station: day.entity, date_local: date, mm: depthMm(day) };
      },
    },
    {
      question: 'station_hours_ge_20mm',
      expected: oracle.station_hours_ge_20mm,
      ask: async (city) => (await stationWindows(city, 'PT1H')).filter((hour) => depthMm(hour) >= 20).length,
    },
    {
      question: 'station_hours_ge_40mm',
      expected: oracle.station_hours_ge_40mm,
      ask: async (city) => (await stationWindows(city, 'PT1H')).filter((hour) => depthMm(hour) >= 40).length,
    },
    {
      question: 'incomplete_station_hours',
      expected: oracle.incomplete_station_hours,
      ask: async (city) =>
        (await stationWindows(city, 'PT1H')).filter((hour) => hour.n < SAMPLES_PER_HOUR).length,
    },
  ]);
