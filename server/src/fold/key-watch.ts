import type { CanonicalWriter } from '@metropane/base';
import type { RuleInput } from '@metropane/city';
import type { ActiveRule, CompiledRule, RuleOutcome } from '@metropane/rules';
import type { AlarmConfig } from './fold-config.ts';

export type WatchPlace = AlarmConfig['places'][string];

/** A rule with what is looked up once: its inputs in order, and what moves it beside readings. */
export interface WatchedRule {
  readonly active: ActiveRule;
  readonly compiled: CompiledRule;
  readonly inputs: readonly (readonly [name: string, input: RuleInput])[];
  /** Evaluated in the time of the room too: what it asks for changes while nothing is heard. */
  readonly isTimed: boolean;
  /** Only these entities of its domain; null = all. */
  readonly entities: ReadonlySet<string> | null;
}

/** The newest complete window of an input that adds up, and the one that runs; or the newest values that a rate is made of. */
export type InputMemory =
  | { kind: 'sum'; startMs: number; value: number; before: number | null }
  | { kind: 'rate'; points: [tMs: number, value: number][] };

/** How many beginnings of a condition are remembered for `repeat`. */
const MAX_ONSETS = 64;
/** A rule without an off-delay may still not change the rank of its alarm with every reading. */
const LEAST_MILDER_MS = 60_000;

/** One rule on one key: how long its condition has held or has been over, and what its inputs remember. */
export class KeyWatch {
  readonly rule: WatchedRule;
  readonly key: string;
  /** Of the entity watched; '' for wards and the city. */
  readonly entity: string;
  readonly place: WatchPlace | undefined;
  /** Code of the ward; '' for others. */
  readonly ward: string;
  /** Entity numbers that are combined, by domain, ascending; for wards and the city. */
  readonly members = new Map<string, number[]>();
  /** Entities that `near` inputs look at, by input name. */
  readonly near = new Map<string, readonly string[]>();
  /** Number of the entity once it has been heard of, for it never changes; -1 = not yet looked up. */
  number = -1;
  /** Event time since when the condition has held; null = it does not. */
  onSinceMs: number | null = null;
  /** Event time since when it has been over while the alarm stands. */
  offSinceMs: number | null = null;
  /** Event time since when it has been milder than the alarm that stands. */
  milderSinceMs: number | null = null;
  isUp = false;
  isSuppressed = false;
  /** Event time of the newest evaluation that knew anything. */
  evaluatedMs = Number.NEGATIVE_INFINITY;
  /** Event times of the newest onsets. */
  onsets: number[] = [];
  readonly memory = new Map<string, InputMemory>();
  /** Waits for its evaluation. */
  isDirty = false;
  /** Something was heard of since the last evaluation; for those that are evaluated by the room's time. */
  isTouched = false;
  /** Room time of the last evaluation of an aggregate. */
  lookedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    rule: WatchedRule,
    of: { key: string; entity: string; ward: string; place: WatchPlace | undefined },
  ) {
    this.rule = rule;
    this.key = of.key;
    this.entity = of.entity;
    this.ward = of.ward;
    this.place = of.place;
  }

  get isAggregate(): boolean {
    return this.entity === '';
  }

  /**
   * Moves on by one evaluation; `atMs` is the event time that it speaks of. A pause longer than `gapMs` starts a delay anew: what
   * was not measured has not lasted. Returns what has become true with it.
   */
  step(outcome: RuleOutcome, { atMs, gapMs }: { atMs: number; gapMs: number }): 'onset' | 'return' | null {
    if (outcome === 'unknown') return null;
    const { rule } = this.rule.active;
    const isGap = atMs - this.evaluatedMs > gapMs;
    this.evaluatedMs = Math.max(this.evaluatedMs, atMs);
    if (outcome === 'holds') {
      this.offSinceMs = null;
      if (this.isUp) return null;
      if (this.onSinceMs === null || isGap) this.onSinceMs = atMs;
      if (atMs - this.onSinceMs < (rule.onDelayMs ?? 0)) return null;
      this.isUp = true;
      this.onsets.push(this.onSinceMs);
      if (this.onsets.length > MAX_ONSETS) this.onsets.shift();
      return 'onset';
    }
    this.onSinceMs = null;
    if (outcome === 'between' || !this.isUp) {
      this.offSinceMs = null;
      return null;
    }
    if (this.offSinceMs === null || isGap) this.offSinceMs = atMs;
    if (atMs - this.offSinceMs < (rule.offDelayMs ?? 0)) return null;
    this.isUp = false;
    this.offSinceMs = null;
    return 'return';
  }

  /**
   * Whether the severity measured now may be told: a worse one at once, a milder one when it has lasted as long as a return would
   * have to. What swings about a limit would otherwise change its rank with every reading. [R21]
   */
  mayRank(change: 'worse' | 'same' | 'milder'): boolean {
    if (change !== 'milder') {
      this.milderSinceMs = null;
      return change === 'worse';
    }
    this.milderSinceMs ??= this.evaluatedMs;
    const mustLastMs = Math.max(this.rule.active.rule.offDelayMs ?? 0, LEAST_MILDER_MS);
    if (this.evaluatedMs - this.milderSinceMs < mustLastMs) return false;
    this.milderSinceMs = null;
    return true;
  }

  /** Whether there is anything to keep of it beside what the log tells again. */
  get hasState(): boolean {
    return (
      this.isUp ||
      this.isDirty ||
      this.isTouched ||
      this.onSinceMs !== null ||
      this.memory.size > 0 ||
      this.onsets.length > 0 ||
      this.lookedAtMs !== Number.NEGATIVE_INFINITY ||
      this.evaluatedMs !== Number.NEGATIVE_INFINITY
    );
  }

  snapshot(): KeyWatchSnapshot {
    const { key, onSinceMs, offSinceMs, isUp, isSuppressed, evaluatedMs, isDirty, isTouched, lookedAtMs } =
      this;
    return {
      ...{ rule: this.rule.active.rule.id, key, onSinceMs, offSinceMs, isUp, isSuppressed, evaluatedMs },
      ...{ isDirty, isTouched, lookedAtMs, milderSinceMs: this.milderSinceMs },
      onsets: [...this.onsets],
      memory: [...this.memory].map(([name, memory]) => [name, structuredClone(memory)]),
    };
  }

  restore(from: KeyWatchSnapshot): void {
    this.onSinceMs = from.onSinceMs;
    this.offSinceMs = from.offSinceMs;
    this.milderSinceMs = from.milderSinceMs;
    this.isUp = from.isUp;
    this.isSuppressed = from.isSuppressed;
    this.evaluatedMs = from.evaluatedMs;
    this.isTouched = from.isTouched;
    this.lookedAtMs = from.lookedAtMs;
    this.onsets = [...from.onsets];
    for (const [name, memory] of from.memory) this.memory.set(name, structuredClone(memory));
  }

  writeCanonical(w: CanonicalWriter): void {
    w.f64(this.onSinceMs ?? Number.NaN)
      .f64(this.offSinceMs ?? Number.NaN)
      .f64(this.milderSinceMs ?? Number.NaN)
      .u32(
        (this.isUp ? 1 : 0) + (this.isSuppressed ? 2 : 0) + (this.isDirty ? 4 : 0) + (this.isTouched ? 8 : 0),
      )
      .f64(this.evaluatedMs)
      .f64(this.lookedAtMs)
      .u32(this.onsets.length);
    for (const onset of this.onsets) w.f64(onset);
    for (const [name] of this.rule.inputs) {
      const memory = this.memory.get(name);
      if (memory === undefined) continue;
      w.string(name);
      if (memory.kind === 'sum')
        w.f64(memory.startMs)
          .f64(memory.value)
          .f64(memory.before ?? Number.NaN);
      else for (const [tMs, value] of memory.points) w.f64(tMs).f64(value);
    }
  }
}

export interface KeyWatchSnapshot {
  rule: string;
  key: string;
  onSinceMs: number | null;
  offSinceMs: number | null;
  milderSinceMs: number | null;
  isUp: boolean;
  isSuppressed: boolean;
  evaluatedMs: number;
  isDirty: boolean;
  isTouched: boolean;
  lookedAtMs: number;
  onsets: number[];
  memory: [string, InputMemory][];
}
