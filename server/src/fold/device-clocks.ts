import { type CanonicalWriter, grownColumn } from '@metropane/base';

const FIRST_CAPACITY = 1024;
/** Long enough that a sensor of one reading a minute shows its quickest of ten. */
const BLOCK_MS = 600_000;

/**
 * The least delay (arrival − event time) of each entity over its last ten to twenty minutes. Whatever a network adds, it never
 * takes away: so the least delay is the clock's offset plus the quickest way, and a negative one is a clock that runs ahead.
 */
export class DeviceClocks {
  /** Which ten minutes `#least` is of; -1 = never heard. */
  #block = new Float64Array(FIRST_CAPACITY).fill(-1);
  #least = new Float64Array(FIRST_CAPACITY);
  /** Of the ten minutes before; NaN = nothing came in them. */
  #before = new Float64Array(FIRST_CAPACITY).fill(Number.NaN);
  #n = new Uint32Array(FIRST_CAPACITY);
  #nBefore = new Uint32Array(FIRST_CAPACITY);

  heard(entity: number, delayMs: number, nowMs: number): void {
    if (entity >= this.#block.length) this.#reserve(entity + 1);
    const block = Math.floor(nowMs / BLOCK_MS);
    const held = this.#block[entity]!;
    if (block === held) {
      if (delayMs < this.#least[entity]!) this.#least[entity] = delayMs;
      this.#n[entity]! += 1;
      return;
    }
    const isNext = block === held + 1;
    this.#before[entity] = isNext ? this.#least[entity]! : Number.NaN;
    this.#nBefore[entity] = isNext ? this.#n[entity]! : 0;
    this.#block[entity] = block;
    this.#least[entity] = delayMs;
    this.#n[entity] = 1;
  }

  /** The entity's least delay and of how many observations; null when none came in the last ten to twenty minutes. */
  leastDelay(entity: number, nowMs: number): { delayMs: number; n: number } | null {
    const held = entity < this.#block.length ? this.#block[entity]! : -1;
    if (held < 0 || held < Math.floor(nowMs / BLOCK_MS) - 1) return null;
    const before = this.#before[entity]!;
    const least = this.#least[entity]!;
    return {
      delayMs: Number.isNaN(before) ? least : Math.min(before, least),
      n: this.#n[entity]! + this.#nBefore[entity]!,
    };
  }

  snapshot(entities: number): DeviceClocksSnapshot {
    this.#reserve(entities);
    return {
      block: this.#block.slice(0, entities),
      least: this.#least.slice(0, entities),
      before: this.#before.slice(0, entities),
      n: this.#n.slice(0, entities),
      nBefore: this.#nBefore.slice(0, entities),
    };
  }

  /** Fills new clocks. */
  restore(from: DeviceClocksSnapshot): void {
    this.#reserve(from.block.length);
    this.#block.set(from.block);
    this.#least.set(from.least);
    this.#before.set(from.before);
    this.#n.set(from.n);
    this.#nBefore.set(from.nBefore);
  }

  writeCanonical(entity: number, w: CanonicalWriter): void {
    if (entity >= this.#block.length || this.#block[entity] === -1) return;
    w.f64(this.#block[entity]!).f64(this.#least[entity]!).f64(this.#before[entity]!);
    w.u32(this.#n[entity]!).u32(this.#nBefore[entity]!);
  }

  #reserve(needed: number): void {
    const held = this.#block.length;
    if (needed <= held) return;
    const capacity = Math.max(needed, held * 2);
    this.#block = grownColumn(this.#block, capacity).fill(-1, held);
    this.#least = grownColumn(this.#least, capacity);
    this.#before = grownColumn(this.#before, capacity).fill(Number.NaN, held);
    this.#n = grownColumn(this.#n, capacity);
    this.#nBefore = grownColumn(this.#nBefore, capacity);
  }
}

export interface DeviceClocksSnapshot {
  block: Float64Array;
  least: Float64Array;
  before: Float64Array;
  n: Uint32Array;
  nBefore: Uint32Array;
}
