/**
 * Pumping stations and tide gates. A sump fills with the waste water of the day and with the rain of its catchment; it empties by
 * itself while the river stands low, and through its pumps when the gate is shut against the tide. Volume is conserved step by step.
 */
import type { CityPack, Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { bump } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';
import { waterStations } from './tide.ts';

const STEP_MS = 5 * 60_000;
const STEP_S = STEP_MS / 1_000;
/** A sump forgets: after half a day with its low water, every start has led to the same level. */
const MEMORY_STEPS = 144;
/** Cubic metres that raise a sump and its canal by one metre, for each m3/s of its pumps. */
const M3_PER_METRE = 1_600;
const USUAL_PUMP_M3S = 6;
const START_M = 1.4;
const PUMP_ON_M = 1.8;
const PUMP_FULL_M = 2.6;
const PUMP_OFF_M = 0.9;
const FLOOR_M = 0.3;
/** Above this the sump spills into the streets: the level stands. */
const BRIM_M = 4.6;

interface Sump {
  readonly loc: Station['loc'];
  readonly pumpM3S: number;
  /** Cubic metres per second for each millimetre per hour of rain. */
  readonly catchment: number;
  readonly dryM3S: number;
  /** River level that shuts the gate. */
  readonly gateM: number;
}

interface SumpState {
  readonly levelM: number;
  readonly pumpM3S: number;
}

/** Drainage stations of the pack. */
export function makeSewerSystem(seed: number | string, world: CityWorld): CitySystem {
  const noise = makeNoise(seed, 'drainage');
  const shutAtM = gateLevelM(world.pack);
  return makeStationSystem(
    'sewer',
    stationsOf(world.pack, 'sewer', ['levelM', 'pumpFlowM3S']),
    (station, index) => {
      const pumpM3S = factOf(station, 'pumpM3S', USUAL_PUMP_M3S);
      const sump: Sump = {
        loc: station.loc,
        pumpM3S,
        catchment: pumpM3S * (0.018 + 0.008 * noise.at(index, 1)),
        dryM3S: pumpM3S * (0.1 + 0.05 * noise.at(index, 2)),
        gateM: shutAtM - 0.1 + 0.2 * noise.at(index, 3),
      };
      const stateAt = makeSumpStates(sump, world);
      return (tMs) => {
        const step = Math.floor(tMs / STEP_MS);
        const share = tMs / STEP_MS - step;
        const [from, to] = [stateAt(step), stateAt(step + 1)];
        const ripple = 0.015 * noise.smooth(index, tMs, 60_000);
        return {
          levelM: clamp(from.levelM + share * (to.levelM - from.levelM) + ripple, 0, 5),
          pumpFlowM3S: from.pumpM3S,
        };
      };
    },
  );
}

/** River level at which gates are shut: well below the first alarm; never in a city without a river gauge. */
function gateLevelM(pack: CityPack): number {
  if (waterStations(pack).length === 0) return Infinity;
  const alarm = pack.thresholds.find(({ domain }) => domain === 'river')?.editions.at(-1)?.levels[0];
  return (alarm?.value ?? 1.4) - 0.55;
}

/** Level and pump of one sump at the start of any step. */
function makeSumpStates(sump: Sump, world: CityWorld): (step: number) => SumpState {
  let known = { first: Number.NaN, states: [{ levelM: START_M, pumpM3S: 0 }] };
  return (step) => {
    // Counted from the half day before: the same level whichever moment is asked for first.
    const first = (Math.floor(step / MEMORY_STEPS) - 1) * MEMORY_STEPS;
    if (known.first !== first) known = { first, states: [{ levelM: START_M, pumpM3S: 0 }] };
    const { states } = known;
    while (states.length <= step - first)
      states.push(
        nextState(sump, world, { state: states.at(-1)!, tMs: (first + states.length - 1) * STEP_MS }),
      );
    return states[step - first]!;
  };
}

function nextState(
  sump: Sump,
  { weather, tide, localTime, causes }: CityWorld,
  { state, tMs }: { readonly state: SumpState; readonly tMs: number },
): SumpState {
  const { hour } = localTime(tMs);
  const dry = sump.dryM3S * (0.55 + 0.6 * bump(hour, 8, 2.5) + 0.65 * bump(hour, 20, 3));
  const inflow = dry + sump.catchment * weather.rainMmH(sump.loc, tMs);
  const isShut = tide.referenceM(tMs) > sump.gateM;
  const outflow = isShut ? 0 : sump.pumpM3S * 0.55 * Math.max(0, state.levelM - FLOOR_M);
  const pumpM3S = pumpAt(sump, state) * (1 - causes.powerLost(sump.loc, tMs));
  const rise = ((inflow - outflow - pumpM3S) * STEP_S) / (M3_PER_METRE * sump.pumpM3S);
  const levelM = state.levelM + rise;
  return { levelM: clamp(levelM, FLOOR_M, BRIM_M), pumpM3S };
}

/** Pumps start one after the other as the level rises, and run on until it is low. */
function pumpAt({ pumpM3S }: Sump, { levelM, pumpM3S: before }: SumpState): number {
  if (levelM < PUMP_OFF_M || (levelM < PUMP_ON_M && before === 0)) return 0;
  const wanted = clamp((levelM - PUMP_OFF_M) / (PUMP_FULL_M - PUMP_OFF_M), 0.25, 1);
  return (Math.ceil(wanted * 4) / 4) * pumpM3S;
}
