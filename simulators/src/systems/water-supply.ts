/**
 * Drinking water: what the city draws, what leaks, what the plants make and what the tanks lend in between. The plants follow the mean
 * of the day, the tanks take the difference to the hour; pressure falls where and when more is drawn, and where pumps have no power.
 */
import { distanceM } from '@metropane/city-pack';
import type { Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { bump, isDayOff, normalised } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

const USUAL_CAPACITY_M3H = 5_000;
/** Share of what the plants could make that a mean day takes. */
const PLANNED_SHARE = 0.86;
/** Share of the production that never reaches a tap. */
const LEAKAGE_SHARE = 0.14;
/** How much of the hour's swing reaches the plants; tanks take the rest. */
const FOLLOWED = 0.25;

const drawnShape = normalised(
  (local: LocalTime) =>
    0.4 +
    0.62 * bump(local.hour, isDayOff(local) ? 8.6 : 6.8, 1.7) +
    0.42 * bump(local.hour, 12, 3.2) +
    0.68 * bump(local.hour, 18.8, 2.3),
);

/** The water of one seed. */
export interface WaterNetwork {
  readonly plants: readonly Station[];
  /** What taps draw, m3/h. */
  demandM3H(tMs: number): number;
  /** What pipes lose, m3/h: more at night, when the pressure stands. */
  leakageM3H(tMs: number): number;
  /** What plant `index` sends into the pipes, m3/h. */
  producedM3H(plant: number, tMs: number): number;
}

/** Makes the network of one seed. */
export function makeWaterNetwork(
  seed: number | string,
  { pack, weather, localTime, causes }: CityWorld,
): WaterNetwork {
  const noise = makeNoise(seed, 'water');
  const plants = stationsOf(pack, 'water', ['flowM3H', 'turbidityNtu', 'chlorineMgL']);
  const capacities = plants.map((plant) => factOf(plant, 'capacityM3H', USUAL_CAPACITY_M3H));
  const meanM3H = PLANNED_SHARE * capacities.reduce((sum, one) => sum + one, 0);
  const heat = (tMs: number): number => 1 + 0.008 * (weather.temperatureC(tMs) - 28);
  const drawn = (tMs: number): number => drawnShape(localTime(tMs));
  return {
    plants,
    demandM3H: (tMs) => meanM3H * (1 - LEAKAGE_SHARE) * drawn(tMs) * heat(tMs),
    leakageM3H: (tMs) => meanM3H * LEAKAGE_SHARE * (1.15 - 0.15 * drawn(tMs)),
    producedM3H: (plant, tMs) => {
      const followed = 1 + FOLLOWED * (drawn(tMs) * heat(tMs) - 1);
      const wobble =
        1 + 0.012 * noise.smooth(plant, tMs, 1_200_000) + 0.003 * noise.smooth(plant, tMs, 90_000);
      const isFed = 1 - causes.powerLost(plants[plant]!.loc, tMs);
      return Math.min(capacities[plant]!, capacities[plant]! * PLANNED_SHARE * followed * wobble) * isFed;
    },
  };
}

/** Treatment plants: flow, turbidity and free chlorine of what they send out. */
export function makeWaterPlantSystem(
  seed: number | string,
  network: WaterNetwork,
  { weather }: Pick<CityWorld, 'weather'>,
): CitySystem {
  const noise = makeNoise(seed, 'water-quality');
  return makeStationSystem('water', network.plants, ({ loc }, index) => (tMs) => {
    // Rain of the hour before muddies the river that the plant takes in; filters leave little of it.
    const muddy = Math.min(1.1, 0.025 * weather.rainMmH(loc, tMs - 3_600_000));
    return {
      flowM3H: network.producedM3H(index, tMs),
      turbidityNtu: clamp(0.34 + 0.12 * noise.smooth(index, tMs, 5_400_000) + muddy, 0.05, 20),
      chlorineMgL: clamp(0.62 + 0.09 * noise.smooth(index + 100, tMs, 3_600_000) - 0.08 * muddy, 0, 2),
    };
  });
}

/** Pressure gauges in the pipes. */
export function makePressureSystem(
  seed: number | string,
  network: WaterNetwork,
  { pack, localTime, causes }: CityWorld,
): CitySystem {
  const noise = makeNoise(seed, 'pressure');
  return makeStationSystem('pressure', stationsOf(pack, 'pressure', ['pressureBar']), ({ loc }, index) => {
    const nearest = nearestPlant(network.plants, loc);
    const km = nearest === undefined ? 5 : Math.min(30, distanceM(loc, nearest.loc) / 1_000);
    const head = 3.4 + 0.5 * noise.at(index, 1);
    return (tMs) => {
      // Friction grows with the square of the flow and with the way.
      const drawn = drawnShape(localTime(tMs));
      const friction = drawn * drawn * (0.32 + 0.022 * km);
      const plantOut = nearest === undefined ? 0 : causes.powerLost(nearest.loc, tMs);
      const boosterOut = causes.powerLost(loc, tMs);
      const wave = 0.06 * noise.smooth(index, tMs, 420_000) + 0.03 * noise.smooth(index + 100, tMs, 45_000);
      return {
        pressureBar: clamp((head - friction + wave) * (1 - 0.6 * plantOut) * (1 - 0.35 * boosterOut), 0, 10),
      };
    };
  });
}

function nearestPlant(plants: readonly Station[], loc: Station['loc']): Station | undefined {
  const metres = plants.map((plant) => distanceM(plant.loc, loc));
  return plants[metres.indexOf(Math.min(...metres))];
}
