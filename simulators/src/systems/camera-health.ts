/**
 * Health of cameras, never what they see: how old the last frame is and how much the stream weighs. Some links drop for a few minutes;
 * without power a camera runs on its battery for a while and is then gone.
 */
import type { CityWorld } from './city-world.ts';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { makeStationSystem, stationsOf } from './station-system.ts';
import type { CitySystem } from './system.ts';
import { sunHeightDeg } from './sun.ts';

const MINUTE_MS = 60_000;
const OUTAGE_SLOT_MS = 90 * MINUTE_MS;
/** In one of so many stretches of ninety minutes a link drops. */
const OUTAGE_SHARE = 0.02;
const BATTERY_MS = 10 * MINUTE_MS;
/** How far back the beginning of a power cut is looked for; after that a frame is just old. */
const LONGEST_CUT_MS = 12 * 3_600_000;

/** Cameras of the pack. */
export function makeCameraSystem(seed: number | string, { pack, causes }: CityWorld): CitySystem {
  const noise = makeNoise(seed, 'cameras');
  return makeStationSystem(
    'camera',
    stationsOf(pack, 'camera', ['frameAgeS', 'bitrateKbps']),
    ({ loc }, index) => {
      const usualKbps = 1_800 + 1_600 * noise.at(index, 1);
      return (tMs) => {
        const goneMs = Math.max(linkGoneMs(noise, index, tMs), powerGoneMs(causes, loc, tMs));
        if (goneMs > 0) return { frameAgeS: goneMs / 1_000, bitrateKbps: 0 };
        // The picture of a moving street weighs more than an empty one, a dark one less than both.
        const light = sunHeightDeg(loc, tMs) > 3 * noise.at(index, 2) - 4 ? 1 : 0.62;
        const motion = 1 + 0.12 * noise.smooth(index, tMs, 300_000) + 0.05 * noise.smooth(index, tMs, 20_000);
        return {
          frameAgeS: 0.1 + 0.7 * noise.at(index + 1_000, Math.floor(tMs / 1_000)),
          bitrateKbps: usualKbps * light * motion,
        };
      };
    },
  );
}

/** How long the link of a camera has been down, 0 while it is up. */
function linkGoneMs(noise: Noise, index: number, tMs: number): number {
  const slot = Math.floor(tMs / OUTAGE_SLOT_MS);
  const draw = noise.at(index + 2_000, slot);
  if (draw >= OUTAGE_SHARE) return 0;
  const since = tMs - slot * OUTAGE_SLOT_MS - 30 * MINUTE_MS * (draw / OUTAGE_SHARE);
  return since > 0 && since < (2 + 20 * noise.at(index + 3_000, slot)) * MINUTE_MS ? since : 0;
}

function powerGoneMs(causes: Causes, loc: readonly [number, number], tMs: number): number {
  if (causes === NO_CAUSES || causes.powerLost(loc, tMs) < 0.5) return 0;
  let since = 0;
  while (since < LONGEST_CUT_MS && causes.powerLost(loc, tMs - since - MINUTE_MS) >= 0.5) since += MINUTE_MS;
  return Math.max(0, since - BATTERY_MS);
}
