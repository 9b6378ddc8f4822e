import { withRoom } from './capacity.ts';

/** Blocks have 4 to 1,024 slots, in powers of two. */
export const SMALLEST_BLOCK = 4;
const PAGE = 1_024;
const SMALL_PER_PAGE = PAGE / SMALLEST_BLOCK;
const SIZES = 9;
// A page: blocks in use, first free block, where blocks start that were never handed out, neighbours among the pages with room.
const WORDS = 5;
const IN_USE = 0;
const FREE = 1;
const FRESH = 2;
const NEXT = 3;
const PREVIOUS = 4;

/** What a checkpoint keeps. */
export interface BlockAllocatorSnapshot {
  readonly pages: Int32Array;
  readonly links: Int32Array;
  readonly open: readonly number[];
  readonly freePage: number;
  readonly slots: number;
}

/**
 * Hands out blocks of slots in columns that the caller owns. Slots come in pages of 1,024; a page holds blocks of one size and, once
 * all of them are back, serves any size again: what series leave behind when they all grow or shrink is used again without
 * moving anything, so there is never a pause. Each call costs the same. Blocks are named by their first slot + 1; 0 = none.
 */
export class BlockAllocator {
  readonly #mostPages: number;
  #pages = new Int32Array(0);
  /** Next free block of the same page, per smallest block. */
  #links = new Int32Array(0);
  #open: number[] = Array.from({ length: SIZES }, () => 0);
  #freePage = 0;
  #pageCount = 0;
  /** Slots in blocks that are handed out. */
  slots = 0;

  /** `mostSlots`: how many slots there will be at most, up to rounding. */
  constructor(mostSlots: number) {
    this.#mostPages = Math.ceil(mostSlots / PAGE) + SIZES;
  }

  /** Slots in all pages: how long the caller's columns must be. */
  get reach(): number {
    return this.#pageCount * PAGE;
  }

  /** How long the caller's columns can become. */
  get mostReach(): number {
    return this.#mostPages * PAGE;
  }

  allocate(capacity: number): number {
    const sizeClass = classOf(capacity);
    const page = this.#open[sizeClass] === 0 ? this.#openPage(sizeClass) : this.#open[sizeClass]! - 1;
    const at = page * WORDS;
    const pages = this.#pages;
    let block = pages[at + FREE]!;
    if (block === 0) {
      block = page * PAGE + pages[at + FRESH]! + 1;
      pages[at + FRESH] = pages[at + FRESH]! + capacity;
    } else {
      pages[at + FREE] = this.#links[(block - 1) >> 2]!;
    }
    pages[at + IN_USE] = pages[at + IN_USE]! + 1;
    if (pages[at + FREE] === 0 && pages[at + FRESH] === PAGE) this.#unlink(page, sizeClass);
    this.slots += capacity;
    return block;
  }

  release(block: number, capacity: number): void {
    const sizeClass = classOf(capacity);
    const page = (block - 1) >> 10;
    const at = page * WORDS;
    const pages = this.#pages;
    if (pages[at + FREE] === 0 && pages[at + FRESH] === PAGE) this.#link(page, sizeClass);
    this.#links[(block - 1) >> 2] = pages[at + FREE]!;
    pages[at + FREE] = block;
    pages[at + IN_USE] = pages[at + IN_USE]! - 1;
    this.slots -= capacity;
    if (pages[at + IN_USE] !== 0) return;
    this.#unlink(page, sizeClass);
    pages[at + NEXT] = this.#freePage;
    this.#freePage = page + 1;
  }

  memoryBytes(): number {
    return this.#pageCount * (WORDS + SMALL_PER_PAGE) * 4;
  }

  snapshot(): BlockAllocatorSnapshot {
    return {
      pages: this.#pages.slice(0, this.#pageCount * WORDS),
      links: this.#links.slice(0, this.#pageCount * SMALL_PER_PAGE),
      open: [...this.#open],
      freePage: this.#freePage,
      slots: this.slots,
    };
  }

  /** Replaces the content (of a fresh object). */
  load(snapshot: BlockAllocatorSnapshot): void {
    this.#pageCount = snapshot.pages.length / WORDS;
    this.#reserve();
    this.#pages.set(snapshot.pages);
    this.#links.set(snapshot.links);
    this.#open = [...snapshot.open];
    this.#freePage = snapshot.freePage;
    this.slots = snapshot.slots;
  }

  /** A page for blocks of this size: one that fell empty, or a new one. */
  #openPage(sizeClass: number): number {
    let page = this.#freePage - 1;
    if (page >= 0) {
      this.#freePage = this.#pages[page * WORDS + NEXT]!;
    } else {
      page = this.#pageCount++;
      this.#reserve();
    }
    const at = page * WORDS;
    this.#pages[at + FREE] = 0;
    this.#pages[at + FRESH] = 0;
    this.#link(page, sizeClass);
    return page;
  }

  #reserve(): void {
    const room = { records: this.#pageCount, most: this.#mostPages };
    this.#pages = withRoom(this.#pages, { ...room, size: WORDS });
    this.#links = withRoom(this.#links, { ...room, size: SMALL_PER_PAGE });
  }

  #link(page: number, sizeClass: number): void {
    const next = this.#open[sizeClass]!;
    this.#pages[page * WORDS + NEXT] = next;
    this.#pages[page * WORDS + PREVIOUS] = 0;
    if (next !== 0) this.#pages[(next - 1) * WORDS + PREVIOUS] = page + 1;
    this.#open[sizeClass] = page + 1;
  }

  #unlink(page: number, sizeClass: number): void {
    const next = this.#pages[page * WORDS + NEXT]!;
    const previous = this.#pages[page * WORDS + PREVIOUS]!;
    if (previous === 0) this.#open[sizeClass] = next;
    else this.#pages[(previous - 1) * WORDS + NEXT] = next;
    if (next !== 0) this.#pages[(next - 1) * WORDS + PREVIOUS] = previous;
  }
}

/** 0 for a block of 4 slots up to 8 for one of 1,024. */
function classOf(capacity: number): number {
  return 29 - Math.clz32(capacity);
}
