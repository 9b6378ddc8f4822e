import { loadCityPack } from '@metropane/city-pack';
import { observationTopic } from './message.ts';
import type { SimMessage } from './message.ts';
import { CitySimulation } from './systems/city-simulation.ts';

/** One measured figure beside its baseline from the same run. */
interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline: string;
  readonly baselineValue: number;
  readonly ratio: number;
  readonly dropped: number;
  readonly late: number;
  readonly n: number;
}

const FROM_MS = Date.parse('2026-11-23T17:00+07:00');
const MESSAGES = 200_000;

/** Readings per second that a city of 20,000 entities generates, beside a loop that only formats messages of random numbers. */
export const benches: Record<string, () => Promise<Figure[]>> = {
  simulate: async () => {
    const pack = loadCityPack('hcmc');
    if (!pack.ok) throw new Error(pack.message);
    const makeSimulation = (): CitySimulation =>
      new CitySimulation(pack.value, { seed: 42, entities: 20_000, rate: 5_000 }, FROM_MS);
    // A short round first, so that neither side pays for being compiled.
    takeMessages(makeSimulation(), 20_000);
    formatMessages(20_000);
    const simulation = makeSimulation();
    // What already stands when a run starts is told once: its beginning is no measure of its pace.
    takeMessages(simulation, 20_000);
    const made = timed(() => takeMessages(simulation, MESSAGES));
    const formatted = timed(() => formatMessages(MESSAGES));
    const value = made.readings / made.seconds;
    const baselineValue = formatted.readings / formatted.seconds;
    return [
      {
        name: 'simulate',
        value,
        unit: 'readings/s',
        baseline: 'formatting alone',
        baselineValue,
        ratio: value / baselineValue,
        dropped: 0,
        late: 0,
        n: made.readings,
      },
    ];
  },
};

function timed(work: () => number): { readonly readings: number; readonly seconds: number } {
  const startMs = performance.now();
  const readings = work();
  return { readings, seconds: (performance.now() - startMs) / 1_000 };
}

function takeMessages(simulation: CitySimulation, count: number): number {
  let readings = 0;
  for (let n = 0; n < count;) {
    const message = simulation.next();
    if (message === undefined) continue;
    readings += countReadings(message);
    n += 1;
  }
  return readings;
}

/** Messages of traffic and of buses have three readings; the few stations count as one. */
function countReadings({ topic }: SimMessage): number {
  return topic.includes('/traffic/') || topic.includes('/transit/') ? 3 : 1;
}

function formatMessages(count: number): number {
  let readings = 0;
  for (let n = 0; n < count; n += 1) {
    const v = { speedKmh: (n * 37) % 600, occupancyPct: n % 100, flowVph: n % 7_000 };
    const payload = JSON.stringify({ t: FROM_MS + n, v });
    readings += countReadings({
      atMs: FROM_MS + n,
      topic: observationTopic('traffic', `segment.${n % 20_000}`),
      qos: 1,
      retain: false,
      payload,
    });
  }
  return readings;
}
