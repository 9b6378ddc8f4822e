/**
 * Rain gauges and flood sensors. Water stands in a street when more rain falls than its drain takes, and when the river stands
 * above it: the same weather and tide that everything else sees.
 */
import type { CityPack, Station } from '@metropane/city-pack';
import { makeNoise } from './noise.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem } from './system.ts';
import type { Tide } from './tide.ts';
import type { Weather } from './weather.ts';

/** Depth of standing water at the pack's flood sensors. */
export interface Floods {
  readonly stations: readonly Station[];
  /** Centimetres at station `index`. */
  depthCm(index: number, tMs: number): number;
}

const STEP_MS = 5 * 60_000;
/** Kerb to kerb. */
const BRIMFUL_CM = 20;
/** Water older than this has drained. */
const MEMORY_STEPS = 30;

/** Makes the floods of one seed; drains and street levels differ from place to place. */
export function makeFloods(
  seed: number | string,
  pack: CityPack,
  { weather, tide }: { weather: Weather; tide: Tide },
): Floods {
  const noise = makeNoise(seed, 'flood');
  const stations = pack.stations.filter((station) => station.domain === 'flood');
  const alarmM =
    pack.thresholds.find((one) => one.domain === 'river')?.editions.at(-1)?.levels[0]?.value ?? 1.4;
  const sites = stations.map((_, index) => ({
    drainMmH: 12 + 16 * noise.at(index, 0),
    streetM: alarmM + 0.02 + 0.4 * noise.at(index, 1),
    halfLifeSteps: 3 + 6 * noise.at(index, 2),
    cmPerMm: 1.1 + 1.3 * noise.at(index, 3),
  }));
  const memory = new Map<number, { step: number; cm: number }>();
  const rainDepthCm = (index: number, step: number): number => {
    const known = memory.get(index);
    if (known?.step === step) return known.cm;
    const site = sites[index]!;
    const loc = stations[index]!.loc;
    let cm = 0;
    for (let age = MEMORY_STEPS; age >= 0; age -= 1) {
      const excess = Math.max(0, weather.rainMmH(loc, (step - age) * STEP_MS) - site.drainMmH) / 12;
      cm = cm * 0.5 ** (1 / site.halfLifeSteps) + excess * site.cmPerMm;
    }
    memory.set(index, { step, cm });
    return cm;
  };
  // A street is a bowl: the deeper the water, the wider it spreads.
  const spreadOut = (cm: number): number => (cm <= BRIMFUL_CM ? cm : BRIMFUL_CM * (cm / BRIMFUL_CM) ** 0.55);
  return {
    stations,
    depthCm: (index, tMs) => {
      const site = sites[index]!;
      const step = Math.floor(tMs / STEP_MS);
      const share = tMs / STEP_MS - step;
      const before = spreadOut(rainDepthCm(index, step));
      const tideCm = Math.max(0, tide.referenceM(tMs) - site.streetM) * 100;
      const cm = before + share * 0.04 * before + tideCm;
      return clamp(cm < 0.5 ? 0 : cm + 0.6 * noise.smooth(index, tMs, 120_000), 0, 120);
    },
  };
}

/** Flood sensors, to the centimetre. */
export function makeFloodSystem(floods: Floods): CitySystem {
  return {
    id: 'flood',
    periodMs: 30_000,
    metrics: { depthCm: { unit: 'cm', range: [0, 150] } },
    entities: floods.stations.map((station, index) => ({
      domain: 'flood',
      entity: station.entity,
      description: { name: station.name, loc: station.loc },
      readAt: (tMs) => ({ v: { depthCm: quantise(floods.depthCm(index, tMs), 0) } }),
    })),
  };
}

/** Rain gauges: millimetres since the last reading, to a tenth (one tip of the bucket). */
export function makeRainSystem(pack: CityPack, weather: Weather): CitySystem {
  const stations = pack.stations.filter((station) => station.domain === 'rain');
  return {
    id: 'rain',
    periodMs: 60_000,
    metrics: { rainMm: { unit: 'mm', range: [0, 15] } },
    entities: stations.map((station) => ({
      domain: 'rain',
      entity: station.entity,
      description: { name: station.name, loc: station.loc },
      readAt: (tMs, everyMs) => {
        const middle = weather.rainMmH(station.loc, tMs - everyMs / 2);
        return { v: { rainMm: quantise((middle * everyMs) / 3_600_000, 1) } };
      },
    })),
  };
}
