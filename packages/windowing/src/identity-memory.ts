import { assert } from '@metropane/base';
import { usedBytes, withRoom } from './capacity.ts';
import { compareChecks } from './identity.ts';
import type { IdentityKey, Remembered } from './identity.ts';
import { IdentityTable } from './identity-table.ts';
import type { IdentityTableSnapshot } from './identity-table.ts';
import { LARGEST_RING, RingBlocks, SMALLEST_RING } from './ring-blocks.ts';
import type { RingBlocksSnapshot } from './ring-blocks.ts';

/**
 * Which identities have been seen. Exact within the horizon [W12]: an identity beyond it is never asked for, so whether it was
 * physically removed cannot be observed, and replay from a snapshot is exact.
 * Each series has a ring of its newest identities in log order (20 bytes each, one or two cache lines per event): most events are
 * newer than anything of their series and need no search, the others scan at most 256 neighbours. A series with more moves into a
 * hash table. A hash table for all was measured first: six random cache lines per event, three times slower.
 * At the limit a series keeps to the room it has: its own oldest identity goes, so that a flood hurts only itself; a new series
 * without room is not remembered. Both are counted.
 */

/** What a checkpoint keeps. */
export interface IdentityMemorySnapshot {
  readonly heads: Int32Array;
  readonly blocks: RingBlocksSnapshot;
  readonly table: IdentityTableSnapshot;
  readonly size: number;
  readonly evicted: number;
}

const HEAD_SIZE = 4;
/** Ring: its first slot + 1 (0 = no ring yet). Table: the oldest entry. */
const BASE = 0;
/** Ring: position of the oldest identity. Table: the newest entry. */
const START = 1;
const COUNT = 2;
/** Ring: capacity. Table: TABLE. */
const CAPACITY = 3;
const TABLE = -1;
/** Expired identities are looked for at every eighth one: looking at the oldest costs a cache line of its own. */
const EXPIRE_EVERY_MASK = 7;
/** How many identities of one series may go in one step: a series in the table may have millions. */
const RELEASED_AT_ONCE = 2_000;

export class IdentityMemory {
  readonly #limit: number;
  readonly #seriesLimit: number;
  readonly #blocks: RingBlocks;
  #heads = new Int32Array(0);
  readonly #table: IdentityTable;
  readonly #moved: IdentityKey = { series: 0, tMs: 0.5, hi: 0, lo: 0, check: 0 };
  /** Identities remembered, expired ones that are not yet removed included. */
  size = 0;
  /** Identities pushed out, or not taken, because of the limit. */
  evicted = 0;

  /** Room for `limit` identities of `seriesLimit` series. */
  constructor(limit: number, seriesLimit: number) {
    assert(Number.isInteger(limit) && limit >= SMALLEST_RING, 'the dedup limit is too small', { limit });
    this.#limit = limit;
    this.#seriesLimit = seriesLimit;
    this.#blocks = new RingBlocks(limit);
    this.#table = new IdentityTable(limit);
  }

  addSeries(series: number): void {
    this.#heads = withRoom(this.#heads, { size: HEAD_SIZE, records: series + 1, most: this.#seriesLimit });
  }

  /** Gives back what a silent series no longer needs. */
  settle(series: number, horizonStartMs: number): void {
    const head = series * HEAD_SIZE;
    if (this.#heads[head + CAPACITY] === TABLE) {
      for (let n = 0; n < RELEASED_AT_ONCE; n++)
        if (!this.#dropExpiredFromTable(head, horizonStartMs)) return;
    } else if (this.#heads[head + COUNT]! > 0) this.#dropExpired(head, horizonStartMs);
  }

  /** Forgets a series, at most 2,000 identities at a time; true when nothing of it is left. */
  release(series: number): boolean {
    const head = series * HEAD_SIZE;
    const capacity = this.#heads[head + CAPACITY]!;
    if (capacity === TABLE) {
      for (let n = 0; n < RELEASED_AT_ONCE && this.#heads[head + BASE] !== 0; n++) this.#dropFromTable(head);
      if (this.#heads[head + BASE] !== 0) return false;
    } else if (capacity > 0) {
      this.#blocks.release(this.#heads[head + BASE]!, capacity);
      this.size -= this.#heads[head + COUNT]!;
    }
    this.#heads.fill(0, head, head + HEAD_SIZE);
    return true;
  }

  /** Whether the identity is there already; the key lies inside its horizon. */
  find(key: IdentityKey): Remembered {
    const head = key.series * HEAD_SIZE;
    const capacity = this.#heads[head + CAPACITY]!;
    if (capacity === TABLE) return this.#table.find(key);
    const base = this.#heads[head + BASE]! - 1;
    const start = this.#heads[head + START]!;
    for (let position = this.#heads[head + COUNT]! - 1; position >= 0; position--) {
      const slot = base + ((start + position) & (capacity - 1));
      if (!this.#blocks.isAt(slot, key)) continue;
      const compared = compareChecks(key.check, this.#blocks.check(slot));
      if (compared !== 'new') return compared;
    }
    return 'new';
  }

  /** Remembers a new identity when its ring has room at once; else false, and nothing is done. Most identities go this way. */
  addToRing(key: IdentityKey): boolean {
    const heads = this.#heads;
    const head = key.series * HEAD_SIZE;
    const count = heads[head + COUNT]!;
    const capacity = heads[head + CAPACITY]!;
    if (count >= capacity || (count & EXPIRE_EVERY_MASK) === 0) return false;
    this.#blocks.write(heads[head + BASE]! - 1 + ((heads[head + START]! + count) & (capacity - 1)), key);
    heads[head + COUNT] = count + 1;
    this.size++;
    return true;
  }

  /** Remembers a new identity; `horizonStartMs` tells which older ones of its series may go. */
  add(key: IdentityKey, horizonStartMs: number): void {
    const head = key.series * HEAD_SIZE;
    if (this.#heads[head + CAPACITY] === TABLE) {
      this.#addToTable(key, horizonStartMs);
      return;
    }
    this.#dropExpired(head, horizonStartMs);
    if (this.#heads[head + COUNT] === this.#heads[head + CAPACITY] && !this.#makeRoom(key.series)) return;
    if (this.#heads[head + CAPACITY] === TABLE) {
      this.#addToTable(key, horizonStartMs);
      return;
    }
    this.#put(head, key);
  }

  /** Visits the identities of one series that lie inside the horizon, in log order. The key is reused. */
  forEach(series: number, horizonStartMs: number, visit: (key: IdentityKey) => void): void {
    const head = series * HEAD_SIZE;
    const key: IdentityKey = { series, tMs: 0, hi: 0, lo: 0, check: 0 };
    if (this.#heads[head + CAPACITY] === TABLE) {
      for (let entry = this.#heads[head + BASE]!; entry !== 0;) {
        entry = this.#table.read(entry, key);
        if (key.tMs >= horizonStartMs) visit(key);
      }
      return;
    }
    for (let position = 0; position < this.#heads[head + COUNT]!; position++) {
      this.#read(head, position, key);
      if (key.tMs >= horizonStartMs) visit(key);
    }
  }

  memoryBytes(seriesCount: number): number {
    const heads = usedBytes(this.#heads, HEAD_SIZE, seriesCount);
    return heads + this.#blocks.memoryBytes() + this.#table.memoryBytes();
  }

  snapshot(seriesCount: number): IdentityMemorySnapshot {
    return {
      heads: this.#heads.slice(0, seriesCount * HEAD_SIZE),
      blocks: this.#blocks.snapshot(),
      table: this.#table.snapshot(),
      size: this.size,
      evicted: this.evicted,
    };
  }

  /** Replaces the content of this (fresh) memory. */
  load(snapshot: IdentityMemorySnapshot): void {
    this.addSeries(snapshot.heads.length / HEAD_SIZE - 1);
    this.#heads.set(snapshot.heads);
    this.#blocks.load(snapshot.blocks);
    this.#table.load(snapshot.table);
    this.size = snapshot.size;
    this.evicted = snapshot.evicted;
  }

  #put(head: number, key: IdentityKey): void {
    const heads = this.#heads;
    const position = (heads[head + START]! + heads[head + COUNT]!) & (heads[head + CAPACITY]! - 1);
    this.#blocks.write(heads[head + BASE]! - 1 + position, key);
    heads[head + COUNT] = heads[head + COUNT]! + 1;
    this.size++;
  }

  #read(head: number, position: number, key: IdentityKey): void {
    const mask = this.#heads[head + CAPACITY]! - 1;
    const slot = this.#heads[head + BASE]! - 1 + ((this.#heads[head + START]! + position) & mask);
    this.#blocks.read(slot, key);
  }

  #dropExpired(head: number, horizonStartMs: number): void {
    const heads = this.#heads;
    const base = heads[head + BASE]! - 1;
    const mask = heads[head + CAPACITY]! - 1;
    while (heads[head + COUNT]! > 0 && this.#blocks.isBefore(base + heads[head + START]!, horizonStartMs)) {
      heads[head + START] = (heads[head + START]! + 1) & mask;
      heads[head + COUNT] = heads[head + COUNT]! - 1;
      this.size--;
    }
    if (heads[head + COUNT]! * 8 <= mask && mask >= SMALLEST_RING) this.#resize(head, (mask + 1) / 4);
  }

  /** Finds room for one more in a full ring; false when the identity cannot be remembered at all. */
  #makeRoom(series: number): boolean {
    const head = series * HEAD_SIZE;
    const capacity = this.#heads[head + CAPACITY]!;
    const isLargest = capacity === LARGEST_RING;
    const wanted = capacity === 0 ? SMALLEST_RING : capacity * 2;
    if (isLargest && this.#canAllocate(LARGEST_RING)) this.#moveToTable(series);
    else if (!isLargest && this.#canAllocate(wanted)) this.#resize(head, wanted);
    else if (capacity === 0) {
      this.evicted++;
      return false;
    } else {
      this.#heads[head + START] = (this.#heads[head + START]! + 1) & (capacity - 1);
      this.#heads[head + COUNT] = capacity - 1;
      this.size--;
      this.evicted++;
    }
    return true;
  }

  #canAllocate(capacity: number): boolean {
    return this.#blocks.slots + this.#table.slots + capacity <= this.#limit;
  }

  /** Moves a ring (or none), oldest first, into a block of another size. */
  #resize(head: number, capacity: number): void {
    if (capacity < SMALLEST_RING) return;
    const heads = this.#heads;
    const oldBlock = heads[head + BASE]!;
    const oldCapacity = heads[head + CAPACITY]!;
    const start = heads[head + START]!;
    const block = this.#blocks.allocate(capacity);
    for (let position = 0; position < heads[head + COUNT]!; position++) {
      const from = oldBlock - 1 + ((start + position) & (oldCapacity - 1));
      this.#blocks.copy(from, block - 1 + position);
    }
    heads[head + BASE] = block;
    heads[head + START] = 0;
    heads[head + CAPACITY] = capacity;
    if (oldCapacity > 0) this.#blocks.release(oldBlock, oldCapacity);
  }

  #moveToTable(series: number): void {
    const head = series * HEAD_SIZE;
    const heads = this.#heads;
    let oldest = 0;
    let newest = 0;
    this.#moved.series = series;
    for (let position = 0; position < heads[head + COUNT]!; position++) {
      this.#read(head, position, this.#moved);
      newest = this.#table.append(this.#moved, newest);
      if (oldest === 0) oldest = newest;
    }
    this.#blocks.release(heads[head + BASE]!, LARGEST_RING);
    heads[head + BASE] = oldest;
    heads[head + START] = newest;
    heads[head + CAPACITY] = TABLE;
  }

  #addToTable(key: IdentityKey, horizonStartMs: number): void {
    const head = key.series * HEAD_SIZE;
    // Two per event: more than come in, without a pause when many expire at once.
    for (let step = 0; step < 2; step++) this.#dropExpiredFromTable(head, horizonStartMs);
    if (this.#blocks.slots + this.#table.slots >= this.#limit) {
      this.evicted++;
      if (this.#heads[head + BASE] === 0) return;
      this.#dropFromTable(head);
    }
    const entry = this.#table.append(key, this.#heads[head + START]!);
    if (this.#heads[head + BASE] === 0) this.#heads[head + BASE] = entry;
    this.#heads[head + START] = entry;
    this.#heads[head + COUNT] = this.#heads[head + COUNT]! + 1;
    this.size++;
  }

  #dropExpiredFromTable(head: number, horizonStartMs: number): boolean {
    const oldest = this.#heads[head + BASE]!;
    const isExpired = oldest !== 0 && this.#table.tMs(oldest) < horizonStartMs;
    if (isExpired) this.#dropFromTable(head);
    return isExpired;
  }

  #dropFromTable(head: number): void {
    const next = this.#table.removeOldest(this.#heads[head + BASE]!);
    this.#heads[head + BASE] = next;
    if (next === 0) this.#heads[head + START] = 0;
    this.#heads[head + COUNT] = this.#heads[head + COUNT]! - 1;
    this.size--;
  }
}
