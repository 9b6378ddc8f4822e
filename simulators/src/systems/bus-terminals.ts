import type { CityWorld } from './city-world.ts';
import { between, isDayOff } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';
import { demandAt } from './traffic-demand.ts';

const USUAL_CAPACITY = 80;

/** Bus terminals of the pack: buses that stand there, most of them by night, fewest when all are out in the rush. */
export function makeTerminalSystem(seed: number | string, { pack, localTime }: CityWorld): CitySystem {
  const noise = makeNoise(seed, 'bus-terminals');
  return makeStationSystem(
    'transit-terminals',
    stationsOf(pack, 'transit', ['busesCount']),
    (station, index) => {
      const capacity = factOf(station, 'capacityCount', USUAL_CAPACITY);
      return (tMs) => {
        const local = localTime(tMs);
        const runs = between(local.hour, 4.9, 21.4);
        const needed = isDayOff(local) ? 0.5 : 0.42 + 0.34 * demandAt(local);
        const wave = 0.05 * noise.smooth(index, tMs, 1_500_000) + 0.02 * noise.smooth(index, tMs, 200_000);
        const share = 0.88 - 0.9 * runs * needed + wave + 0.06 * noise.at(index, 1);
        return { busesCount: Math.round(clamp(share, 0.02, 1) * capacity) };
      };
    },
  );
}
