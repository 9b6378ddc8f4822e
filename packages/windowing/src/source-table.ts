import { assert, grownColumn } from '@metropane/base';
import { usedBytes, withRoom } from './capacity.ts';
import { DueHeap } from './due-heap.ts';
import { AFTER, ALLOWED_LATENESS, ARRIVAL, BEFORE, HORIZON_START, T } from './observation.ts';
import type { Observation } from './observation.ts';
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
// Per feed, as doubles in one array: policy objects with whole and fractional numbers would slow every event down.
const RULES = 4;
const OUT_OF_ORDERNESS = 0;
const LATENESS = 1;
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
  /** Every source that has spoken, by the tick at which its silence may move it past its due time, or an earlier one. */
  readonly #silence = new DueHeap();
  readonly #event: Observation;
  readonly #most: number;
  readonly #findsDue: boolean;
  count = 0;

  /** Without `findsDue`, `arrive` and `nextSilent` never tell of windows that end: nobody waits for them. */
  constructor(event: Observation, most: number, findsDue: boolean) {
    this.#event = event;
    this.#most = most;
    this.#findsDue = findsDue;
  }

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
    const source = this.count++;
    this.#records = withRoom(this.#records, { size: SIZE, records: this.count, most: this.#most });
    this.#records.fill(-Infinity, source * SIZE, source * SIZE + FEED);
    this.#records[source * SIZE + FEED] = feed;
    if (!this.#findsDue) this.#records[source * SIZE + DUE] = Infinity;
    return source;
  }

  feed(source: number): number {
    return this.#records[source * SIZE + FEED]!;
  }

  allowedLatenessMs(source: number): number {
    return this.#rules[this.#records[source * SIZE + FEED]! * RULES + LATENESS]!;
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

  dedupHorizonMs(source: number): number {
    return this.#rules[this.#records[source * SIZE + FEED]! * RULES + DEDUP_HORIZON]!;
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

  /** Writes watermark and feed of the sources `from` to `to` into two columns of at least `count` items. */
  readInto(
    { watermarks, feeds }: { watermarks: Float64Array; feeds: Uint16Array },
    from: number,
    to: number,
  ): void {
    const records = this.#records;
    const rules = this.#rules;
    const tickMs = this.#tickMs;
    for (let source = from, at = from * SIZE; source < to; source++, at += SIZE) {
      const feed = records[at + FEED]!;
      const silentMs = tickMs - records[at + LAST_ARRIVAL]!;
      feeds[source] = feed;
      // Only the silent ones need the whole formula.
      const isSilent = silentMs > rules[feed * RULES + IDLE_AFTER]!;
      watermarks[source] = isSilent ? this.watermarkMs(source) : records[at + WATERMARK]!;
    }
  }

  /**
   * Notes the arrival of the shared observation, writes what it is judged by into it, and raises the watermark to what the event's
   * time gives [W4]. When windows may fire or close because of that, nothing is raised yet and the answer is true: the caller
   * then raises to `dueMs`.
   */
  arrive(source: number): boolean {
    const at = source * SIZE;
    const records = this.#records;
    const event = this.#event;
    const rules = records[at + FEED]! * RULES;
    const tMs = event[T]!;
    const arrivalMs = event[ARRIVAL]!;
    // Taken before the arrival ends the silence: what the silence has earned is kept.
    const beforeMs = this.watermarkMs(source);
    if (arrivalMs > records[at + LAST_ARRIVAL]!) records[at + LAST_ARRIVAL] = arrivalMs;
    if (tMs > records[at + MAX_EVENT]!) records[at + MAX_EVENT] = tMs;
    const eventMs = records[at + MAX_EVENT]! - this.#rules[rules + OUT_OF_ORDERNESS]!;
    const raisedMs = eventMs > beforeMs ? eventMs : beforeMs;
    event[BEFORE] = beforeMs;
    event[AFTER] = raisedMs;
    event[HORIZON_START] = records[at + MAX_EVENT]! - this.#rules[rules + DEDUP_HORIZON]!;
    event[ALLOWED_LATENESS] = this.#rules[rules + LATENESS]!;
    if (raisedMs >= records[at + DUE]!) return true;
    records[at + WATERMARK] = raisedMs;
    if (this.#findsDue) this.#arm(source);
    return false;
  }

  /** Where the watermark has to be raised to after an `arrive` that answered true, or for the source from `nextSilent`. */
  get dueMs(): number {
    return this.#event[AFTER]!;
  }

  /** The watermark that a pane is read at: what has fired where windows fire, else that of now. */
  readMs(source: number): number {
    return this.#findsDue ? this.settledMs(source) : this.watermarkMs(source);
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
        this.#event[AFTER] = watermarkMs;
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

  /** Takes a series out of the source's list; its neighbours in it (series + 1, 0 = none) are already linked. */
  removeSeries(source: number, previous: number, next: number): void {
    const at = source * SIZE;
    if (previous === 0) this.#records[at + FIRST_SERIES] = next;
    if (next === 0) this.#records[at + LAST_SERIES] = previous;
  }

  memoryBytes(): number {
    return usedBytes(this.#records, SIZE, this.count) + this.#silence.memoryBytes();
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
    this.#records = withRoom(this.#records, { size: SIZE, records: this.count, most: this.#most });
    this.#records.set(snapshot.records);
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
