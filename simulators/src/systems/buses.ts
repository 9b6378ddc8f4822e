/**
 * Buses that run up and down the lines of the city, stop at stops, wait at the ends and fall behind their timetable when the
 * road is slow. The only system with memory: a bus is where its last move left it, so it is stepped in the order of its readings.
 */
import type { CityPack, LonLat } from '@metropane/city-pack';
import { makeBusLines } from './bus-lines.ts';
import type { BusLine } from './bus-lines.ts';
import type { LocalTime } from './local-time.ts';
import { makeNoise } from './noise.ts';
import type { Noise } from './noise.ts';
import { clamp, quantise } from './system.ts';
import type { CitySystem, SimEntity, SimReading } from './system.ts';
import type { Traffic } from './traffic.ts';

/** A bus moves at most this long at once: after a pause it does not leap across the city. */
const LONGEST_STEP_MS = 30_000;

interface Bus {
  readonly index: number;
  readonly line: BusLine;
  positionM: number;
  direction: 1 | -1;
  speedKmh: number;
  delayS: number;
  dwellMs: number;
  lastMs: number;
}

/** What a bus looks at while it drives. */
export interface BusWorld {
  readonly traffic: Traffic;
  readonly localTime: (tMs: number) => LocalTime;
}

/** `count` buses of one seed, spread over the lines by their length. */
export function makeBusSystem(
  seed: number | string,
  pack: CityPack,
  { traffic, localTime, count }: BusWorld & { readonly count: number },
): CitySystem {
  const noise = makeNoise(seed, 'buses');
  const lines = makeBusLines(pack);
  const totalM = lines.reduce((sum, line) => sum + lengthOf(line), 0);
  const entities: SimEntity[] = [];
  for (let index = 0; index < count && lines.length > 0; index += 1) {
    const bus = placeBus(noise, index, { lines, atM: ((index + noise.at(index, 0)) / count) * totalM });
    const { line } = bus;
    const number = String(index + 1).padStart(4, '0');
    const shown = `${line.number ?? `${lines.indexOf(line) + 1}-${number}`} (${line.name})`;
    entities.push({
      domain: 'transit',
      entity: `bus-${number}`,
      description: {
        name: { vi: `Xe buýt ${shown}`, en: `Bus ${shown}` },
      },
      readAt: (tMs) => readBus(bus, tMs, { noise, traffic, localTime }),
    });
  }
  return {
    id: 'transit',
    periodMs: 3_000,
    metrics: {
      speedKmh: { unit: 'km/h', range: [0, 90] },
      headingDeg: { unit: 'deg', range: [0, 360] },
      delayS: { unit: 's', range: [-900, 5_400] },
    },
    entities,
  };
}

function lengthOf({ metres }: BusLine): number {
  return metres.at(-1) ?? 0;
}

function placeBus(
  noise: Noise,
  index: number,
  { lines, atM }: { readonly lines: readonly BusLine[]; readonly atM: number },
): Bus {
  let left = atM;
  const line = lines.find((one) => (left -= lengthOf(one)) < 0) ?? lines[0]!;
  return {
    index,
    line,
    positionM: clamp(left + lengthOf(line), 0, lengthOf(line)),
    direction: noise.at(index, 1) < 0.5 ? 1 : -1,
    speedKmh: 0,
    delayS: Math.round(120 * (noise.at(index, 2) + noise.at(index, 3) - 0.7)),
    dwellMs: 0,
    lastMs: Number.NaN,
  };
}

function readBus(bus: Bus, tMs: number, world: BusWorld & { readonly noise: Noise }): SimReading {
  const stepMs = Number.isNaN(bus.lastMs) ? 0 : clamp(tMs - bus.lastMs, 0, LONGEST_STEP_MS);
  bus.lastMs = tMs;
  moveBus(bus, { tMs, stepMs }, world);
  const { loc, headingDeg } = placeOnRoad(bus);
  return {
    v: {
      speedKmh: quantise(bus.speedKmh, 1),
      headingDeg: quantise(headingDeg, 0) % 360,
      delayS: quantise(bus.delayS, 0),
    },
    loc,
  };
}

function moveBus(
  bus: Bus,
  { tMs, stepMs }: { readonly tMs: number; readonly stepMs: number },
  { noise, traffic, localTime }: BusWorld & { readonly noise: Noise },
): void {
  const { line } = bus;
  const lengthM = lengthOf(line);
  const { hour } = localTime(tMs);
  const isNight = hour >= 23 || hour < 4.5;
  if (isNight && bus.index % 4 !== 0 && isAtEnd(bus, lengthM)) {
    bus.speedKmh = 0;
    bus.delayS = 0;
    return;
  }
  if (bus.dwellMs > 0) {
    bus.dwellMs -= stepMs;
    bus.speedKmh = 0;
    return;
  }
  const segment = line.segmentAt(bus.positionM);
  const roadKmh = traffic.speedKmh(segment, tMs);
  const style = 0.86 + 0.1 * noise.smooth(bus.index, tMs, 40_000);
  bus.speedKmh = clamp(roadKmh * style, 2, 52);
  const movedM = (bus.speedKmh / 3.6) * (stepMs / 1_000);
  const before = line.stopsBefore(bus.positionM);
  bus.positionM += bus.direction * movedM;
  // The timetable knows the usual speed of the day: only what is slower than that costs time.
  const usualKmh = 0.56 * (traffic.segments[segment]?.freeFlowKmh ?? 40);
  bus.delayS = clamp(
    bus.delayS + (stepMs / 1_000) * clamp(1 - roadKmh / usualKmh, -0.5, 0.6) * 0.5,
    -150,
    1_800,
  );
  if (bus.positionM <= 0 || bus.positionM >= lengthM) {
    bus.positionM = clamp(bus.positionM, 0, lengthM);
    bus.direction = bus.direction === 1 ? -1 : 1;
    bus.dwellMs = 120_000 + 120_000 * noise.at(bus.index, Math.floor(tMs / 60_000));
    // The rest at the end takes up most of a delay.
    bus.delayS *= 0.25;
  } else if (line.stopsBefore(bus.positionM) !== before) {
    bus.dwellMs = 9_000 + 16_000 * noise.at(bus.index + 10_000, Math.floor(tMs / 10_000));
  }
}

function isAtEnd(bus: Bus, lengthM: number): boolean {
  return bus.positionM <= 0 || bus.positionM >= lengthM;
}

function placeOnRoad(bus: Bus): { readonly loc: LonLat; readonly headingDeg: number } {
  const { metres, points } = bus.line;
  let i = 1;
  while (i < metres.length - 1 && metres[i]! < bus.positionM) i += 1;
  const a = points[i - 1]!;
  const b = points[i]!;
  const share = clamp((bus.positionM - metres[i - 1]!) / (metres[i]! - metres[i - 1]! || 1), 0, 1);
  const east = (b[0] - a[0]) * Math.cos((a[1] * Math.PI) / 180) * bus.direction;
  const north = (b[1] - a[1]) * bus.direction;
  return {
    loc: [quantise(a[0] + share * (b[0] - a[0]), 5), quantise(a[1] + share * (b[1] - a[1]), 5)],
    headingDeg: ((Math.atan2(east, north) * 180) / Math.PI + 360) % 360,
  };
}
