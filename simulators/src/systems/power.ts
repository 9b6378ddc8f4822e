/**
 * Load of the grid's supply areas: offices and cooling by day, homes in the evening, more when it is hot. Areas, peaks and shares are
 * the pack's. Where the supply is out, so is the load: an area loses what its wards lose, each ward being fed by the nearest area.
 */
import { distanceM } from '@metropane/city-pack';
import type { LonLat, Station } from '@metropane/city-pack';
import { NO_CAUSES } from './causes.ts';
import type { CityWorld } from './city-world.ts';
import { isDayOff } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import type { CitySystem } from './system.ts';

/** Peak of an area where the pack does not say, MW. */
const USUAL_PEAK_MW = 150;

/** Load at any area of the pack. */
export interface Grid {
  readonly stations: readonly Station[];
  /** The highest load that area `index` is planned for, MW. */
  peakMw(index: number): number;
  /** Load of area `index` as if nothing were out, MW. */
  wantedMw(index: number, tMs: number): number;
  /** Share of the area's supply that is out, 0 to 1. */
  lost(index: number, tMs: number): number;
}

/** Makes the grid of one seed. */
export function makeGrid(seed: number | string, world: CityWorld): Grid {
  const { pack, weather, localTime, causes } = world;
  const noise = makeNoise(seed, 'power');
  const stations = stationsOf(pack, 'power', ['loadMw']);
  const peaks = stations.map((station) => factOf(station, 'peakMw', USUAL_PEAK_MW));
  const fed = placesFed(stations, pack.units);
  return {
    stations,
    peakMw: (index) => peaks[index] ?? 0,
    wantedMw: (index, tMs) => {
      const local = localTime(tMs);
      const off = isDayOff(local);
      const office = Math.exp(-(((local.hour - 14) / 4.2) ** 2)) * (off ? 0.6 : 1);
      const home = Math.exp(-(((local.hour - 20) / 2.4) ** 2));
      const heat = 1 + 0.018 * (weather.temperatureC(tMs) - 28);
      const shape = (0.58 + 0.34 * office + 0.22 * home) * heat * (off ? 0.96 : 1);
      const wobble = 1 + 0.012 * noise.smooth(index, tMs, 300_000) + 0.004 * noise.smooth(index, tMs, 31_000);
      return peaks[index]! * shape * wobble;
    },
    lost: (index, tMs) => {
      if (causes === NO_CAUSES) return 0;
      const places = fed[index]!;
      return places.reduce((sum, loc) => sum + causes.powerLost(loc, tMs), 0) / places.length;
    },
  };
}

/** For each area its own place and the middles of the wards that lie nearest to it. */
function placesFed(
  stations: readonly Station[],
  units: readonly { readonly centroid: LonLat }[],
): readonly LonLat[][] {
  const fed = stations.map(({ loc }): LonLat[] => [loc]);
  if (stations.length === 0) return fed;
  for (const { centroid } of units) {
    const metres = stations.map(({ loc }) => distanceM(loc, centroid));
    fed[metres.indexOf(Math.min(...metres))]!.push(centroid);
  }
  return fed;
}

/** Supply areas of the pack. */
export function makePowerSystem(grid: Grid): CitySystem {
  return {
    ...makeStationSystem('power', grid.stations, (_, index) => (tMs) => ({
      loadMw: grid.wantedMw(index, tMs) * (1 - grid.lost(index, tMs)),
    })),
    // A control centre scans its substations more often than the pack expects to hear of them.
    periodMs: 15_000,
  };
}
