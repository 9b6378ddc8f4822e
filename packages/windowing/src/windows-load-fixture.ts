/** What every engine under test can do. */
export interface WindowsUnderTest {
  update(events: WindowEvents, at: number): 'counted' | 'duplicate' | 'conflict' | 'late';
  tick(nowMs: number): void;
  bytes(): number;
  /** What it refused, gave up or forgot because of a limit. */
  dropped(): number;
}

/** Events as columns. */
export interface WindowEvents {
  readonly series: Uint32Array;
  readonly tMs: Float64Array;
  readonly value: Float64Array;
  readonly arrivalMs: Float64Array;
}

/** In which order the series report: as periodic sensors do, or a new order each time, which no cache can follow. */
export type Order = 'periodic' | 'shuffled';

const START_MS = Date.UTC(2026, 10, 23);
const PERIOD_MS = 10_000;
/** Odd and no multiple of 5: a step that visits every series once per round, far apart. */
const FAR = 7_919;

export const CHUNK = 65_536;

export function makeEvents(): WindowEvents {
  return {
    series: new Uint32Array(CHUNK),
    tMs: new Float64Array(CHUNK),
    value: new Float64Array(CHUNK),
    arrivalMs: new Float64Array(CHUNK),
  };
}

/**
 * The load: every series once per 10 s with jitter, 2 % up to 8 s out of order, 1 % sent twice. Event `n` is a function of `n`, so
 * that twenty million of them need no memory.
 */
export class WindowLoad {
  readonly seriesCount: number;
  readonly updates: number;
  readonly #order: Order;

  constructor(seriesCount: number, updates: number, order: Order) {
    this.seriesCount = seriesCount;
    this.updates = updates;
    this.#order = order;
  }

  /** Writes the events from number `from` on; returns how many. */
  fill(events: WindowEvents, from: number): number {
    const count = Math.min(CHUNK, this.updates - from);
    for (let at = 0; at < count; at++) {
      const number = from + at;
      const isRepeat = number > this.seriesCount && mix(number, 1) % 100 === 0;
      const source = isRepeat ? number - 1 - (mix(number, 2) % this.seriesCount) : number;
      events.arrivalMs[at] = this.#nowMs(number);
      events.series[at] = this.#seriesOf(source);
      events.tMs[at] =
        this.#nowMs(source) - (mix(source, 3) % 50 === 0 ? mix(source, 4) % 8_000 : mix(source, 4) % 200);
      events.value[at] = valueOf(source);
    }
    return count;
  }

  #nowMs(number: number): number {
    return START_MS + Math.floor((number / this.seriesCount) * PERIOD_MS);
  }

  #seriesOf(number: number): number {
    if (this.#order === 'periodic') return number % this.seriesCount;
    const round = Math.floor(number / this.seriesCount);
    return (number * FAR + round * 31) % this.seriesCount;
  }
}

/** Tenths between -102 and 102, roughly normal. */
function valueOf(number: number): number {
  const bits = mix(number, 5);
  const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
  return (sum - 510) * 2 * 0.1;
}

/** A well mixed 32-bit number. */
function mix(number: number, salt: number): number {
  let h = Math.imul(number ^ Math.imul(salt, 0x9e37_79b9), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
