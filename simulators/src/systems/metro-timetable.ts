/**
 * The timetable of a metro line and the trains that run it. A day's departures are dealt to trains that stand ready at either end, so
 * the fleet is as large as the day needs. Without power at the nearest station a train stands, and runs late from there.
 */
import { distanceM } from '@metropane/city-pack';
import type { CityPack, Name, Station } from '@metropane/city-pack';
import { NO_CAUSES } from './causes.ts';
import type { Causes } from './causes.ts';
import type { Noise } from './noise.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** First and last departure of the day, as line 1 of Ho Chi Minh City publishes them. */
const FIRST_HOUR = 5;
const LAST_HOUR = 22;
const CRUISE_KMH = 48;
const DWELL_MS = 30_000;
/** Least time at an end: driver and direction change. */
const TURN_MS = 3 * MINUTE_MS;
/** How finely a train feels that the power is out. */
const STEP_MS = 30_000;
const LATEST_HOUR = 23.5;

/** A line: `runMs[k]` from departure at the first station to arrival at the k-th. */
export interface MetroLine {
  readonly id: string;
  readonly name: Name;
  readonly stations: readonly Station[];
  readonly runMs: readonly number[];
  readonly tripMs: number;
}

/** One journey from end to end: 1 in the order of the line's stations, -1 against it. */
export interface Trip {
  readonly direction: 1 | -1;
  /** After local midnight. */
  readonly plannedMs: number;
}

/** A journey as it went; `stops` are spans of 30 s in which the train stood without power, after local midnight. */
export interface Run extends Trip {
  readonly departMs: number;
  readonly arriveMs: number;
  readonly stopsMs: readonly number[];
}

/** The pack's lines of domain `metro` with at least two stations that the pack knows. */
export function metroLines(pack: Pick<CityPack, 'lines' | 'stations'>): readonly MetroLine[] {
  return pack.lines.flatMap((line) => {
    if (line.domain !== 'metro') return [];
    const stations = line.stations.flatMap((id) =>
      pack.stations.filter((one) => one.domain === 'metro' && one.entity === id),
    );
    if (stations.length < 2) return [];
    const runMs = [0];
    for (let k = 1; k < stations.length; k += 1) {
      const metres = distanceM(stations[k - 1]!.loc, stations[k]!.loc);
      runMs.push(runMs[k - 1]! + Math.round((metres / (CRUISE_KMH / 3.6)) * 1_000) + DWELL_MS);
    }
    return [{ id: line.id, name: line.name, stations, runMs, tripMs: runMs.at(-1)! }];
  });
}

/** Time between two trains: 8 min in the rush, 10 by day, 12 late; illustrative for other cities. */
export function plannedHeadwayMs(hour: number, isOff: boolean): number {
  if (hour >= 20) return 12 * MINUTE_MS;
  const isRush = (hour >= 6.5 && hour < 9) || (hour >= 16 && hour < 18.5);
  return (isRush && !isOff ? 8 : 10) * MINUTE_MS;
}

/** A day's journeys, by train. */
export function dealTrips(
  { tripMs }: Pick<MetroLine, 'tripMs'>,
  isOff: boolean,
): readonly (readonly Trip[])[] {
  const trains: { readyMs: number; atEnd: 1 | -1; trips: Trip[] }[] = [];
  for (
    let atMs = FIRST_HOUR * HOUR_MS;
    atMs <= LAST_HOUR * HOUR_MS;
    atMs += plannedHeadwayMs(atMs / HOUR_MS, isOff)
  )
    for (const direction of [1, -1] as const) {
      const ready = trains
        .filter((train) => train.atEnd === -direction && train.readyMs <= atMs)
        .toSorted((a, b) => a.readyMs - b.readyMs)[0];
      const train = ready ?? { readyMs: 0, atEnd: -direction as 1 | -1, trips: [] };
      if (ready === undefined) trains.push(train);
      train.trips.push({ direction, plannedMs: atMs });
      train.readyMs = atMs + tripMs + TURN_MS;
      train.atEnd = direction;
    }
  return trains.map(({ trips }) => trips);
}

/** What moves the trains of one day. */
export interface RunningDay {
  readonly noise: Noise;
  readonly causes: Causes;
  readonly day: number;
  /** Local midnight, epoch milliseconds. */
  readonly midnightMs: number;
}

/** The journeys of one train as they went: mostly some seconds late, now and then minutes; what lies too late is not run. */
export function runTrips(
  line: MetroLine,
  { trips, train }: { readonly trips: readonly Trip[]; readonly train: number },
  { noise, causes, day, midnightMs }: RunningDay,
): readonly Run[] {
  const runs: Run[] = [];
  let readyMs = 0;
  trips.forEach((trip, n) => {
    const draw = noise.at(train * 100 + n, day);
    const lateMs = draw < 0.015 ? 120_000 + draw * 2e7 : Math.round(draw * 25_000);
    const departMs = Math.max(trip.plannedMs + lateMs, readyMs);
    if (departMs > LATEST_HOUR * HOUR_MS) return;
    const stopsMs = causes === NO_CAUSES ? [] : stopsOf(line, { ...trip, departMs }, { causes, midnightMs });
    const arriveMs = departMs + line.tripMs + stopsMs.length * STEP_MS;
    readyMs = arriveMs + TURN_MS;
    runs.push({ ...trip, departMs, arriveMs, stopsMs });
  });
  return runs;
}

function stopsOf(
  { stations, runMs, tripMs }: MetroLine,
  { departMs, direction }: Trip & { readonly departMs: number },
  { causes, midnightMs }: Pick<RunningDay, 'causes' | 'midnightMs'>,
): number[] {
  const stops: number[] = [];
  let movedMs = 0;
  for (let atMs = departMs; movedMs < tripMs && atMs < 26 * HOUR_MS; atMs += STEP_MS) {
    const along = direction === 1 ? movedMs : tripMs - movedMs;
    const next = runMs.findIndex((arrival) => arrival >= along);
    const near = along - (runMs[next - 1] ?? 0) < (runMs[next] ?? 0) - along ? Math.max(0, next - 1) : next;
    if (causes.powerLost(stations[near]!.loc, midnightMs + atMs) >= 0.5) stops.push(atMs);
    else movedMs += STEP_MS;
  }
  return stops;
}

/** Running time that a journey has behind it, 0 … tripMs. */
export function movedAt({ departMs, stopsMs }: Run, sinceMidnightMs: number): number {
  let movedMs = sinceMidnightMs - departMs;
  for (const stopMs of stopsMs) movedMs -= Math.max(0, Math.min(STEP_MS, sinceMidnightMs - stopMs));
  return Math.max(0, movedMs);
}

/** When a journey leaves its k-th station (in the order of the line), after local midnight. */
export function passesAt({ runMs, tripMs }: MetroLine, run: Run, station: number): number {
  const dueMs = run.direction === 1 ? runMs[station]! : tripMs - runMs[station]!;
  let atMs = run.departMs + dueMs;
  for (const stopMs of run.stopsMs) if (stopMs < atMs) atMs += STEP_MS;
  return atMs;
}
