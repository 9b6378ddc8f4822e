import type { Rule } from '@metropane/city';
import type { AlarmTransition } from '@metropane/incidents';
import { compileRule, type RuleFault } from '@metropane/rules';
import { ControlRoom } from './control-room.ts';
import type { FoldConfig } from './fold-config.ts';
import type { LogEntry } from './log-entry.ts';

const BUCKET_MS = 600_000;
/** Onsets that are listed one by one; more of them are only counted. */
const MAX_LISTED = 1_000;

/** What a rule would have done over a recorded span. */
export interface Backtest {
  /** Beginnings of its condition, oldest first, at most 1,000. */
  onsets: {
    key: string;
    onsetMs: number;
    returnedMs: number | null;
    value: number | null;
    priority: number;
  }[];
  /** All beginnings, also those that are not listed. */
  onsetCount: number;
  /** Calls of an operator that it would have caused by itself, for each full or begun ten minutes of the span, empty ones included. */
  annunciated: { position: string; perTenMinutes: number[] }[];
  /** The mean of them over the span, and the greatest. */
  meanPerTenMinutes: number;
  mostPerTenMinutes: number;
  chattering: number;
  fromMs: number;
  toMs: number;
  /** The rule broke: why, and when. What follows was not evaluated. */
  broke: { reason: string; atMs: number } | null;
  evaluations: number;
}

/**
 * Folds a recorded span through a room of its own in which this rule alone is in force, and tells what it would have done. Pure: the
 * same entries give the same answer. Reports and entities are folded too; acts of people and other rules are left out, so that the
 * figures are those of the rule. `config`: of the span, as it was journalled.
 */
export function backtestRule(
  rule: Rule,
  entries: Iterable<LogEntry>,
  config: FoldConfig,
): { ok: true; value: Backtest } | { ok: false; fault: RuleFault } {
  const compiled = compileRule(rule);
  if (!compiled.ok) return compiled;
  const run = new Run(rule, config);
  for (const entry of entries) run.take(entry);
  return { ok: true, value: run.result() };
}

/** Kinds of the journal that are part of what a rule sees. */
const SEEN: ReadonlySet<string> = new Set(['report', 'entity', 'model-fitted', 'model-refused']);

class Run {
  readonly #room = new ControlRoom();
  readonly #onsets: Backtest['onsets'] = [];
  readonly #open = new Map<string, Backtest['onsets'][number]>();
  readonly #calls = new Map<string, Map<number, number>>();
  readonly #chattering = new Set<string>();
  #onsetCount = 0;
  #fromMs = Number.NaN;
  #broke: Backtest['broke'] = null;

  constructor(rule: Rule, config: FoldConfig) {
    const { alarms } = config;
    this.#room.configure({
      ...config,
      // Nothing but what the rule itself reads: figures cost time and decide nothing.
      layers: [],
      trends: [],
      alarms: {
        ...(alarms ?? EMPTY_ALARMS),
        rules: [{ ...rule, isEnabled: true }],
      },
    });
  }

  take(entry: LogEntry): void {
    if (entry.kind === 'journal' && !SEEN.has(entry.entry.kind)) return;
    if (entry.kind === 'tick' && Number.isNaN(this.#fromMs)) this.#fromMs = entry.nowMs;
    this.#room.fold(entry, 0);
    for (const derived of this.#room.takeDerived()) {
      if (derived.kind === 'derived.rule-broke')
        this.#broke ??= { reason: derived.body.reason, atMs: derived.atMs };
      if (derived.kind === 'derived.alarm') this.#note(derived.body);
    }
    this.#room.dirty.entities.clear();
    this.#room.dirty.alarms.clear();
    this.#room.dirty.incidents.clear();
  }

  result(): Backtest {
    const { nowMs, desk } = this.#room;
    const fromMs = Number.isNaN(this.#fromMs) ? nowMs : this.#fromMs;
    const first = Math.floor(fromMs / BUCKET_MS);
    const buckets = Math.floor(nowMs / BUCKET_MS) - first + 1;
    const annunciated = [...this.#calls].map(([position, counts]) => ({
      position,
      perTenMinutes: Array.from({ length: buckets }, (_, i) => counts.get(first + i) ?? 0),
    }));
    const all = annunciated.flatMap(({ perTenMinutes }) => perTenMinutes);
    return {
      onsets: this.#onsets,
      onsetCount: this.#onsetCount,
      annunciated,
      meanPerTenMinutes: all.reduce((sum, n) => sum + n, 0) / buckets,
      mostPerTenMinutes: Math.max(0, ...all),
      chattering: this.#chattering.size,
      fromMs,
      toMs: nowMs,
      broke: this.#broke,
      evaluations: desk.watch.evaluations,
    };
  }

  #note(moved: AlarmTransition): void {
    const { key, position, by, isActive, isAnnunciated, isChattering, atMs } = moved;
    if (isChattering) this.#chattering.add(key);
    if (isAnnunciated) {
      const counts = this.#calls.get(position) ?? new Map<number, number>();
      this.#calls.set(position, counts);
      const bucket = Math.floor(atMs / BUCKET_MS);
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    if (by !== 'condition') return;
    const open = this.#open.get(key);
    if (isActive && open === undefined) this.#begin(moved);
    if (isActive || open === undefined) return;
    open.returnedMs = atMs;
    this.#open.delete(key);
  }

  #begin({ key, priority, alarmId, ruleId, atMs }: AlarmTransition): void {
    const { alarms, desk } = this.#room;
    const onset = {
      key,
      // An alarm that nobody acknowledged goes on with its first onset when the condition comes back.
      onsetMs: desk.watch.index.get(ruleId, key)?.onsets.at(-1) ?? atMs,
      returnedMs: null,
      value: alarms.get(alarmId)?.latest.value ?? null,
      priority,
    };
    this.#open.set(key, onset);
    this.#onsetCount += 1;
    if (this.#onsets.length < MAX_LISTED) this.#onsets.push(onset);
  }
}

const EMPTY_ALARMS = {
  thresholds: [],
  topology: [],
  places: {},
  positions: [],
  sops: [],
  serviceLevels: { 1: {}, 2: {}, 3: {}, 4: {} },
};
