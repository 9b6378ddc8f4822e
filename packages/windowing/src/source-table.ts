import { assert, grownColumn } from '@metropane/base';
import { nextCapacity } from './capacity.ts';
import { DueHeap } from './due-heap.ts';
import { SLICE_MS } from './window-length.ts';
import { assertWindowPolicy, dedupHorizonMs } from './window-policy.ts';
import type { WindowPolicy } from './window-policy.ts';

// A source is 64 bytes, one cache line, all doubles.
const SIZE = 8;
const MAX_EVENT = 0;
const WATERMARK = 1;
const LAST_ARRIVAL = 2;
const DUE = 3;
const ARMED = 4;
const FEED = 5;
const FIRST_SERIES = 6;
const LAST_SERIES = 7;
const BEFORE = 0;
const TARGET = 1;
// Per feed, as doubles in one array: policy objects with whole and fractional numbers would slow every event down.
const RULES = 4;
const OUT_OF_ORDERNESS = 0;
const ALLOWED_LATENESS = 1;
const IDLE_AFTER = 2;
const DEDUP_HORIZON = 3;

/** What a checkpoint keeps of the sources. */
export interface SourceSnapshot {
  readonly count: number;
  readonly tickMs: number;
  readonly policies: readonly WindowPolicy[];
  readonly records: Float64Array;
}

/**
 * The sources and their watermarks: one per entity of a feed, or one for a whole feed. A watermark only rises [W4], from event times
 * and, while the source is silent, from ticks [W5]; never from arrival times of events, which a stalled link would bunch up.
 * The effect of ticks is computed when asked for, and a heap says which silent source reaches the end of a window next: a tick
 * costs nothing for sources where nothing happens (visiting all of them made a replay with 10 ticks per second 20 times slower).
 * Series are linked per source in the order they came. Link values are series + 1; 0 = none.
 */
export class SourceTable {
  #records = new Float64Array(0);
  readonly #policies: WindowPolicy[] = [];
  #rules = new Float64Array(0);
  #tickMs = -Infinity;
  readonly #answers = new Float64Array(2);
  /** Every source that has spoken, by the tick at which its silence may move it past its due time, or an earlier one. */
  readonly #silence = new DueHeap();
  count = 0;

  addFeed(policy: WindowPolicy): number {
    assertWindowPolicy(policy);
    this.#policies.push({ ...policy });
    const { outOfOrdernessMs, allowedLatenessMs, idleAfterMs } = policy;
    this.#rules = grownColumn(this.#rules, this.#policies.length * RULES);
    this.#rules.set(
      [outOfOrdernessMs, allowedLatenessMs, idleAfterMs, dedupHorizonMs(policy)],
      this.#rules.length - RULES,
    );
    return this.#policies.length - 1;
  }

  get policies(): readonly WindowPolicy[] {
    return this.#policies;
  }

  add(feed: number): number {
    assert(feed >= 0 && feed < this.#policies.length, 'unknown feed', { feed });
    const source = this.count;
    if (source * SIZE === this.#records.length) {
      this.#records = grownColumn(this.#records, nextCapacity(source, source + 1) * SIZE);
    }
    this.count++;
    this.#records.fill(-Infinity, source * SIZE, source * SIZE + FEED);
    this.#records[source * SIZE + FEED] = feed;
    return source;
  }

  feed(source: number): number {
    return this.#records[source * SIZE + FEED]!;
  }

  allowedLatenessMs(source: number): number {
    return this.#rules[this.#records[source * SIZE + FEED]! * RULES + ALLOWED_LATENESS]!;
  }

  maxEventMs(source: number): number {
    return this.#records[source * SIZE + MAX_EVENT]!;
  }

  lastArrivalMs(source: number): number {
    return this.#records[source * SIZE + LAST_ARRIVAL]!;
  }

  /** Identities before this are forgotten [W12]. */
  horizonStartMs(source: number): number {
    const at = source * SIZE;
    return this.#records[at + MAX_EVENT]! - this.#rules[this.#records[at + FEED]! * RULES + DEDUP_HORIZON]!;
  }

  /** The watermark as of the last tick: silence longer than `idleAfterMs` counts as event time passing [W5]. */
  watermarkMs(source: number): number {
    const at = source * SIZE;
    const records = this.#records;
    const storedMs = records[at + WATERMARK]!;
    const silentMs = this.#tickMs - records[at + LAST_ARRIVAL]!;
    const rules = records[at + FEED]! * RULES;
    // A source that never spoke has no event time to continue from: its silence is infinite.
    if (!(silentMs > this.#rules[rules + IDLE_AFTER]!) || silentMs === Infinity) return storedMs;
    const idleMs = records[at + MAX_EVENT]! + silentMs - this.#rules[rules + OUT_OF_ORDERNESS]!;
    return idleMs > storedMs ? idleMs : storedMs;
  }

  /** Writes every source's watermark and feed into two columns of at least `count` items. */
  readInto(watermarks: Float64Array, feeds: Uint16Array): void {
    const records = this.#records;
    const rules = this.#rules;
    const tickMs = this.#tickMs;
    for (let source = 0, at = 0; source < this.count; source++, at += SIZE) {
      const feed = records[at + FEED]!;
      const silentMs = tickMs - records[at + LAST_ARRIVAL]!;
      feeds[source] = feed;
      // Only the silent ones need the whole formula.
      const isSilent = silentMs > rules[feed * RULES + IDLE_AFTER]!;
      watermarks[source] = isSilent ? this.watermarkMs(source) : records[at + WATERMARK]!;
    }
  }

  /**
   * Notes an arrival and raises the watermark to what the event's time gives [W4]. When windows may fire or close because of that,
   * nothing is raised yet and the answer is true: the caller then raises to `dueMs`.
   */
  arrive(source: number, tMs: number, arrivalMs: number): boolean {
    const at = source * SIZE;
    const records = this.#records;
    // Taken before the arrival ends the silence: what the silence has earned is kept.
    const beforeMs = this.watermarkMs(source);
    this.#answers[BEFORE] = beforeMs;
    if (arrivalMs > records[at + LAST_ARRIVAL]!) records[at + LAST_ARRIVAL] = arrivalMs;
    if (tMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = tMs;
    const eventMs = records[at + MAX_EVENT]! - this.#rules[records[at + FEED]! * RULES + OUT_OF_ORDERNESS]!;
    const raisedMs = eventMs > beforeMs ? eventMs : beforeMs;
    const isDue = raisedMs >= records[at + DUE]!;
    if (isDue) {
      this.#answers[TARGET] = raisedMs;
    } else {
      records[at + WATERMARK] = raisedMs;
      this.#arm(source);
    }
    return isDue;
  }

  /** The watermark just before the last `arrive`: lateness is judged by it [W6]. */
  get beforeMs(): number {
    return this.#answers[BEFORE]!;
  }

  /** Where the watermark has to be raised to after an `arrive` that answered true, or for the source from `nextSilent`. */
  get dueMs(): number {
    return this.#answers[TARGET]!;
  }

  /** The watermark up to which windows have fired and closed: no window ends between it and `watermarkMs`. */
  settledMs(source: number): number {
    return this.#records[source * SIZE + WATERMARK]!;
  }

  /** Raises the watermark, and with it what is due next; a smaller one changes nothing [W4]. */
  raise(source: number, watermarkMs: number): void {
    const at = source * SIZE;
    if (watermarkMs > this.#records[at + WATERMARK]!) {
      this.#records[at + WATERMARK] = watermarkMs;
      const latenessMs = this.allowedLatenessMs(source);
      const nextEnd = (Math.floor(watermarkMs / SLICE_MS) + 1) * SLICE_MS;
      const nextClose = (Math.floor((watermarkMs - latenessMs) / SLICE_MS) + 1) * SLICE_MS + latenessMs;
      this.#records[at + DUE] = nextEnd < nextClose ? nextEnd : nextClose;
    }
    this.#arm(source);
  }

  /** Time passes; an earlier time changes nothing. */
  tick(nowMs: number): void {
    if (nowMs > this.#tickMs) this.#tickMs = nowMs;
  }

  get tickMs(): number {
    return this.#tickMs;
  }

  /** The next source that the last tick moves past something due, in order of time; the caller raises it to `dueMs`. -1 = none. */
  nextSilent(): number {
    while (this.#silence.firstMs <= this.#tickMs) {
      const armedMs = this.#silence.firstMs;
      const source = this.#silence.pop();
      const at = source * SIZE;
      // An earlier entry was added since: this one is stale.
      if (this.#records[at + ARMED] !== armedMs) continue;
      this.#records[at + ARMED] = -Infinity;
      const watermarkMs = this.watermarkMs(source);
      if (watermarkMs >= this.#records[at + DUE]!) {
        this.#answers[TARGET] = watermarkMs;
        return source;
      }
      this.#arm(source);
    }
    return -1;
  }

  /** The first series of the source (series + 1; 0 = none). */
  firstSeries(source: number): number {
    return this.#records[source * SIZE + FIRST_SERIES]!;
  }

  /** Appends a series (series + 1); returns the one that was last before it (0 = none). */
  appendSeries(source: number, link: number): number {
    const at = source * SIZE;
    const previous = this.#records[at + LAST_SERIES]!;
    if (previous === 0) this.#records[at + FIRST_SERIES] = link;
    this.#records[at + LAST_SERIES] = link;
    return previous;
  }

  memoryBytes(): number {
    return this.#records.byteLength + this.#silence.memoryBytes();
  }

  snapshot(): SourceSnapshot {
    return {
      count: this.count,
      tickMs: this.#tickMs,
      policies: this.#policies.map((policy) => ({ ...policy })),
      records: this.#records.slice(0, this.count * SIZE),
    };
  }

  /** Replaces the content of this (fresh) table. */
  load(snapshot: SourceSnapshot): void {
    for (const policy of snapshot.policies) this.addFeed(policy);
    this.count = snapshot.count;
    this.#tickMs = snapshot.tickMs;
    this.#records = snapshot.records.slice();
    for (let source = 0; source < this.count; source++) {
      const armedMs = this.#records[source * SIZE + ARMED]!;
      if (armedMs > -Infinity) this.#silence.push(armedMs, source);
    }
  }

  /** Notes the tick at which silence may move the source past its due time, unless an earlier one is noted. */
  #arm(source: number): void {
    const at = source * SIZE;
    const records = this.#records;
    const rules = records[at + FEED]! * RULES;
    const idleAfterMs = this.#rules[rules + IDLE_AFTER]!;
    const lastArrivalMs = records[at + LAST_ARRIVAL]!;
    const silentForMs =
      records[at + DUE]! - records[at + MAX_EVENT]! + this.#rules[rules + OUT_OF_ORDERNESS]!;
    let nextMs = lastArrivalMs + (silentForMs > idleAfterMs ? silentForMs : idleAfterMs);
    // Silence must be longer than `idleAfterMs`: at its very end nothing is due yet.
    if (nextMs <= this.#tickMs) nextMs = this.#tickMs + 1;
    const armedMs = records[at + ARMED]!;
    if (armedMs > -Infinity && armedMs <= nextMs) return;
    records[at + ARMED] = nextMs;
    this.#silence.push(nextMs, source);
  }
}
