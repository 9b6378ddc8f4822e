/**
 * Metro stations (people through the gates, seconds between trains) and trains that run the pack's lines by their timetable. People who
 * enter wait for the next train and leave it where they want to: everybody who boards gets off again.
 */
import type { LonLat } from '@metropane/city-pack';
import type { CityWorld } from './city-world.ts';
import { between, bump, countAbout, isDayOff, normalised } from './day-rhythm.ts';
import type { LocalTime } from './local-time.ts';
import { dealTrips, metroLines, movedAt, passesAt, runTrips } from './metro-timetable.ts';
import type { MetroLine, Run } from './metro-timetable.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { factOf, makeStationSystem, rounded, stationsOf } from './station-system.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem, SimEntity, SimReading } from './system.ts';

const HOUR_MS = 3_600_000;
/** A station's passengers on a mean day where the pack does not say: about 55,000 on a line of fourteen stations. */
const USUAL_PER_DAY = 3_900;
/** Of the people whom a scenario gathers near a station, so many come through its gates in an hour. */
const FROM_CROWD_PER_H = 0.06;
/** Standing and seated, three cars. */
const TRAIN_HOLDS = 930;
/** A train comes so long before its first journey, and leaves so long after its last. */
const DEPOT_MS = 600_000;
/** The first train of the day finds those who came this long before it. */
const FIRST_GAP_MS = 600_000;

const rideShape = normalised((local: LocalTime) => {
  const open = between(local.hour, 5.3, 21.8);
  if (isDayOff(local)) return open * (0.9 + 0.5 * bump(local.hour, 10, 2) + 1.1 * bump(local.hour, 17.5, 3));
  return open * (0.5 + 1.8 * bump(local.hour, 7.3, 1.1) + 2 * bump(local.hour, 17.5, 1.3));
});

/** A line with its trains on any day. */
interface Operation {
  readonly line: MetroLine;
  readonly fleet: number;
  /** Journeys by train on the local day of `tMs`, and how late in that day it is. */
  readonly dayAt: (tMs: number) => RunDay & { readonly sinceMs: number };
}

/** Journeys of one day, by train and all together. */
interface RunDay {
  readonly runs: readonly (readonly Run[])[];
  readonly all: readonly Run[];
}

/** Stations and trains of the pack's metro; nothing for a city without one. */
export function makeMetroSystems(seed: number | string, world: CityWorld): CitySystem[] {
  const noise = makeNoise(seed, 'metro');
  const operations = metroLines(world.pack).map((line, n) =>
    operate(line, noise, { world, lane: 10_000 * n }),
  );
  const entering = makeEntering(noise, world);
  return [makeStations(operations, { noise, world, entering }), makeTrains(operations, { world, entering })];
}

function operate(
  line: MetroLine,
  noise: Noise,
  { world: { localTime, causes }, lane }: { readonly world: CityWorld; readonly lane: number },
): Operation {
  const plans = { off: dealTrips(line, true), working: dealTrips(line, false) };
  const fleet = Math.max(plans.off.length, plans.working.length);
  let known: (RunDay & { readonly day: number }) | undefined;
  return {
    line,
    fleet,
    dayAt: (tMs) => {
      const local = localTime(tMs);
      const sinceMs = local.hour * HOUR_MS;
      if (known?.day !== local.day) {
        const plan = isDayOff(local) ? plans.off : plans.working;
        // Whole seconds: the same midnight from every moment of the day.
        const midnightMs = Math.round((tMs - sinceMs) / 1_000) * 1_000;
        const runs = plan.map((trips, n) =>
          runTrips(line, { trips, train: lane + n }, { noise, causes, day: local.day, midnightMs }),
        );
        known = { day: local.day, runs, all: runs.flat() };
      }
      return { runs: known.runs, all: known.all, sinceMs };
    },
  };
}

/** People per hour through the gates of a station. `along`: 0 at the first station of its line, 1 at the last. */
type Entering = (station: { loc: LonLat; perDay: number; along: number }, tMs: number) => number;

function makeEntering(noise: Noise, { localTime, causes, weather }: CityWorld): Entering {
  return ({ loc, perDay, along }, tMs) => {
    const local = localTime(tMs);
    // In the morning people come in from outside, in the evening they go back.
    const lean = isDayOff(local) ? 1 : local.hour < 12 ? 0.6 + 0.8 * along : 1.4 - 0.8 * along;
    const wave = 1 + 0.08 * noise.smooth(50_000, tMs, 20 * HOUR_MS);
    const rain = 1 - Math.min(0.2, 0.008 * weather.rainMmH(loc, tMs));
    const isOpen = local.hour >= 4.9 && local.hour < 22.1;
    const crowd = causes.crowdPeople(loc, tMs) * FROM_CROWD_PER_H;
    const perHour = (perDay / 24) * rideShape(local) * lean * wave * rain + crowd;
    return isOpen ? perHour * (1 - causes.powerLost(loc, tMs)) : 0;
  };
}

interface Parts {
  readonly world: CityWorld;
  readonly entering: Entering;
}

function gatesOf(line: MetroLine, station: number): { loc: LonLat; perDay: number; along: number } {
  const one = line.stations[station]!;
  const last = line.stations.length - 1;
  return {
    loc: one.loc,
    perDay: factOf(one, 'perDayCount', USUAL_PER_DAY),
    along: station / last,
  };
}

function makeStations(
  operations: readonly Operation[],
  { noise, world, entering }: Parts & { readonly noise: Noise },
): CitySystem {
  const stations = stationsOf(world.pack, 'metro', ['passengersCount', 'headwayS']);
  return makeStationSystem('metro', stations, (station, index) => {
    const operation = operations.find(({ line }) => line.stations.includes(station));
    if (operation === undefined) return () => ({});
    const place = operation.line.stations.indexOf(station);
    const gates = gatesOf(operation.line, place);
    return (tMs, everyMs) => {
      const mean = (entering(gates, tMs - everyMs / 2) * everyMs) / HOUR_MS;
      return {
        passengersCount: countAbout(noise, { entity: 60_000 + index, slot: Math.floor(tMs / 1_000), mean }),
        headwayS: headwayS(operation, place, tMs),
      };
    };
  });
}

/** Seconds between the last two trains of the slower direction; longer while a train is overdue, null while none runs. */
function headwayS({ line, dayAt }: Operation, place: number, tMs: number): number | null {
  const { all, sinceMs } = dayAt(tMs);
  let slowest: number | null = null;
  for (const direction of [1, -1]) {
    let [last, before, isComing] = [-Infinity, -Infinity, false];
    for (const run of all) {
      if (run.direction !== direction) continue;
      const atMs = passesAt(line, run, place);
      if (atMs > sinceMs) isComing = true;
      else if (atMs > last) [last, before] = [atMs, last];
      else if (atMs > before) before = atMs;
    }
    if (!isComing || before === -Infinity) continue;
    slowest = Math.max(slowest ?? 0, last - before, sinceMs - last);
  }
  return slowest === null ? null : clamp(slowest / 1_000, 60, 3_600);
}

function makeTrains(operations: readonly Operation[], parts: Parts): CitySystem {
  return {
    id: 'metro-trains',
    periodMs: 5_000,
    metrics: {
      speedKmh: { unit: 'km/h', range: [0, 120] },
      headingDeg: { unit: 'deg', range: [0, 360] },
      delayS: { unit: 's', range: [-900, 86_400] },
      aboardCount: { unit: '1', range: [0, 2_000] },
      occupancyPct: { unit: '%', range: [0, 150] },
    },
    entities: operations.flatMap((operation) =>
      Array.from({ length: operation.fleet }, (_, train) => toTrain(operation, train, parts)),
    ),
  };
}

function toTrain(operation: Operation, train: number, parts: Parts): SimEntity {
  const number = String(train + 1).padStart(2, '0');
  const { id, name } = operation.line;
  return {
    domain: 'metro',
    entity: `${id}-${number}`,
    description: { name: { vi: `${name.vi}, đoàn tàu ${number}`, en: `${name.en}, train ${number}` } },
    readAt: (tMs) => readTrain(operation, { train, tMs }, parts),
  };
}

function readTrain(
  { line, dayAt }: Operation,
  { train, tMs }: { readonly train: number; readonly tMs: number },
  { entering }: Parts,
): SimReading {
  const { runs, all, sinceMs } = dayAt(tMs);
  const own = runs[train] ?? [];
  const run = own.findLast(({ departMs }) => departMs <= sinceMs) ?? own[0];
  // A train in the depot tells that it stands, not where.
  if (run === undefined || isInDepot(own, sinceMs))
    return { v: { speedKmh: 0, aboardCount: 0, occupancyPct: 0 } };
  const movedMs = clamp(movedAt(run, sinceMs), 0, line.tripMs);
  const isStanding = run.stopsMs.some((stopMs) => stopMs <= sinceMs && sinceMs < stopMs + 30_000);
  const { loc, headingDeg, speedKmh, behind } = onTrack(line, run.direction, movedMs);
  const isOver = sinceMs >= run.arriveMs || sinceMs < run.departMs;
  const aboard = isOver
    ? 0
    : aboardAfter({ line, all, entering }, run, { behind, midnightMs: tMs - sinceMs });
  const behindMs = isOver ? run.arriveMs - line.tripMs : sinceMs - movedMs;
  const values = {
    speedKmh: isOver || isStanding ? 0 : speedKmh,
    headingDeg,
    delayS: Math.max(0, behindMs - run.plannedMs) / 1_000,
    aboardCount: Math.min(TRAIN_HOLDS, aboard),
    occupancyPct: (100 * Math.min(TRAIN_HOLDS, aboard)) / TRAIN_HOLDS,
  };
  return { v: rounded(values, Object.keys(values)), loc };
}

function isInDepot(runs: readonly Run[], sinceMs: number): boolean {
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return true;
  return sinceMs < first.departMs - DEPOT_MS || sinceMs > last.arriveMs + DEPOT_MS;
}

/** Where a train is after `movedMs` of a journey; `behind`: how many stations it has left behind. */
function onTrack(
  { stations, runMs, tripMs }: MetroLine,
  direction: 1 | -1,
  movedMs: number,
): { loc: LonLat; headingDeg: number; speedKmh: number; behind: number } {
  const alongMs = direction === 1 ? movedMs : tripMs - movedMs;
  const k = clamp(
    runMs.findLastIndex((one) => one <= alongMs),
    0,
    stations.length - 2,
  );
  const dwellMs = 30_000;
  const legMs = runMs[k + 1]! - runMs[k]!;
  const rideMs = legMs - dwellMs;
  // A train stands where it has arrived, whichever way it came.
  const rode = direction === 1 ? alongMs - runMs[k]! - dwellMs : alongMs - runMs[k]!;
  const share = clamp(rode / rideMs, 0, 1);
  const eased = share * share * (3 - 2 * share);
  const [a, b] = [stations[k]!.loc, stations[k + 1]!.loc];
  const [east, north] = [
    (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180) * direction,
    (b[1] - a[1]) * direction,
  ];
  // The fastest of an eased ride is half as fast again as its mean of 48 km/h.
  const speedKmh = 48 * 6 * share * (1 - share);
  return {
    loc: [quantise(a[0] + eased * (b[0] - a[0]), 5), quantise(a[1] + eased * (b[1] - a[1]), 5)],
    headingDeg: quantise((Math.atan2(east, north) * 180) / Math.PI + 360, 0) % 360,
    speedKmh,
    behind: direction === 1 ? k + 1 : stations.length - 1 - k,
  };
}

/** People in a train that has left `behind` stations: those who boarded there and want to go farther. */
function aboardAfter(
  { line, all, entering }: { line: MetroLine; all: readonly Run[]; entering: Entering },
  run: Run,
  { behind, midnightMs }: { readonly behind: number; readonly midnightMs: number },
): number {
  const last = line.stations.length - 1;
  let aboard = 0;
  for (let n = 0; n < Math.min(behind, last); n += 1) {
    const place = run.direction === 1 ? n : last - n;
    const atMs = passesAt(line, run, place);
    const gapMs = gapBefore({ line, all }, run, { place, atMs });
    const ahead = last - n;
    const boarding = (entering(gatesOf(line, place), midnightMs + atMs) * gapMs * ahead) / last / HOUR_MS;
    // Wherever they go, they go there with equal likelihood.
    aboard += (boarding * (last + 1 - Math.max(behind, n + 1))) / ahead;
  }
  return Math.round(aboard);
}

function gapBefore(
  { line, all }: { line: MetroLine; all: readonly Run[] },
  { direction }: Run,
  { place, atMs }: { readonly place: number; readonly atMs: number },
): number {
  let before = atMs - FIRST_GAP_MS;
  let isFirst = true;
  for (const one of all) {
    if (one.direction !== direction) continue;
    const passMs = passesAt(line, one, place);
    if (passMs < atMs && (isFirst || passMs > before)) [before, isFirst] = [passMs, false];
  }
  return atMs - before;
}
