/**
 * Waste: lorries cross the weighbridge one by one, mostly by night; a transfer station fills and is emptied by large lorries, a
 * landfill only fills. Facts of a station: `perDayT` (tonnes a day), `capacityT`, and `kind: landfill`.
 */
import type { Station } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { bump, normalised } from './day-rhythm.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { factOf, makeStationSystem, stationsOf } from './station-system.ts';
import { clamp } from './system.ts';
import type { CitySystem } from './system.ts';

const DAY_MS = 86_400_000;
const SLOT_MS = 5 * 60_000;
const SLOTS = DAY_MS / SLOT_MS;
const USUAL_PER_DAY_T = 400;
/** Tonnes on a collecting lorry, and on one that empties a transfer station. */
const LORRY_T = [3.5, 7.5] as const;
const LARGE_LORRY_T = 15;
/** Emptied from here on, until almost nothing lies there. */
const FULL_SHARE = 0.55;
const LOW_SHARE = 0.12;

const shape = normalised(
  ({ hour }) => 0.15 + 1.5 * bump(hour, 21.5, 3) + 0.7 * bump(hour, 5, 2.2) + 0.35 * bump(hour, 13.5, 2),
);

/** A day at one weighbridge: tonnes taken in and sent on from midnight to the end of each slot. */
interface WeighedDay {
  readonly inT: Float64Array;
  readonly heldT: Float64Array;
}

interface Yard {
  readonly index: number;
  readonly perDayT: number;
  readonly capacityT: number;
  readonly isLandfill: boolean;
}

/** Transfer stations and landfills of the pack. */
export function makeWasteSystem(seed: number | string, { pack, localTime }: CityWorld): CitySystem {
  const noise = makeNoise(seed, 'waste');
  const midnightMs = (tMs: number): number => Math.floor(tMs - localTime(tMs).hour * 3_600_000 + 0.5);
  return makeStationSystem('waste', stationsOf(pack, 'waste', ['receivedT', 'fillPct']), (station, index) => {
    const yard = toYard(station, index);
    const days = new Map<number, WeighedDay>();
    const dayOf = (day: number, weekday: number): WeighedDay => {
      let found = days.get(day);
      if (found === undefined) {
        found = weighDay(noise, yard, { day, weekday });
        if (days.size > 4) days.clear();
        days.set(day, found);
      }
      return found;
    };
    /** Tonnes from the midnight of `day` to `tMs`; lorries of a slot come evenly within it. */
    const takenT = (tMs: number): number => {
      const { day, weekday } = localTime(tMs);
      return inSlot(dayOf(day, weekday).inT, (tMs - midnightMs(tMs)) / SLOT_MS, 0);
    };
    return (tMs, everyMs) => {
      const { day, weekday } = localTime(tMs);
      const now = takenT(tMs);
      const fromMs = tMs - everyMs;
      const overMidnight = fromMs < midnightMs(tMs);
      const before = overMidnight
        ? takenT(fromMs) - dayOf(localTime(fromMs).day, localTime(fromMs).weekday).inT[SLOTS - 1]!
        : takenT(fromMs);
      const held = inSlot(
        dayOf(day, weekday).heldT,
        (tMs - midnightMs(tMs)) / SLOT_MS,
        yard.isLandfill ? 0 : LOW_SHARE * yard.capacityT,
      );
      return {
        receivedT: Math.max(0, now - before),
        fillPct: clamp(
          yard.isLandfill
            ? landfillPct(noise, yard, day + held / yard.perDayT)
            : (100 * held) / yard.capacityT,
          0,
          100,
        ),
      };
    };
  });
}

function toYard(station: Station, index: number): Yard {
  const perDayT = factOf(station, 'perDayT', USUAL_PER_DAY_T);
  const isLandfill = station.facts?.['kind'] === 'landfill';
  return { index, perDayT, isLandfill, capacityT: factOf(station, 'capacityT', perDayT * 0.45) };
}

/** The value that a cumulative series has at `position` slots, `first` before its first slot ends. */
function inSlot(series: Float64Array, position: number, first: number): number {
  const slot = clamp(Math.floor(position), 0, SLOTS - 1);
  const from = slot === 0 ? first : series[slot - 1]!;
  return from + (series[slot]! - from) * clamp(position - slot, 0, 1);
}

function weighDay(
  noise: Noise,
  { index, perDayT, capacityT, isLandfill }: Yard,
  { day, weekday }: { readonly day: number; readonly weekday: number },
): WeighedDay {
  const [inT, heldT] = [new Float64Array(SLOTS), new Float64Array(SLOTS)];
  const [least, most] = LORRY_T;
  const lorriesPerSlot = perDayT / ((least + most) / 2) / SLOTS;
  let [sumT, held, isEmptying] = [0, isLandfill ? 0 : LOW_SHARE * capacityT, false];
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const at = day * SLOTS + slot;
    const mean = lorriesPerSlot * shape({ hour: (slot + 0.5) / 12, weekday, day, month: 1 });
    for (let n = noise.count(index, at, mean); n > 0; n -= 1) {
      const load = least + (most - least) * noise.at(index + 1_000 * n, at);
      sumT += load;
      held += load;
    }
    isEmptying = !isLandfill && held > (isEmptying ? LOW_SHARE : FULL_SHARE) * capacityT;
    // Two large lorries are loaded at once; the day ends as the next one begins.
    const left = SLOTS - 1 - slot;
    const dueT = Math.max(0, held - LOW_SHARE * capacityT);
    if (!isLandfill && (isEmptying || left < 12))
      held -= left < 12 ? dueT / (left + 1) : Math.min(dueT, 2 * LARGE_LORRY_T);
    inT[slot] = sumT;
    heldT[slot] = held;
  }
  return { inT, heldT };
}

/** A landfill fills over some five years; the cells of today are somewhere between. */
function landfillPct(noise: Noise, { index }: Yard, days: number): number {
  const share = days / 1_800 + noise.at(index, 7);
  return 35 + 60 * (share - Math.floor(share));
}
