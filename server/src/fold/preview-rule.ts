import type { Rule } from '@metropane/city';
import type { Priority } from '@metropane/live-state';
import { type CompiledRule, isWatching } from '@metropane/rules';
import type { ControlRoom } from './control-room.ts';
import type { KeyWatch } from './key-watch.ts';
import { RuleInputs } from './rule-inputs.ts';
import { priorityOf } from './rule-reading.ts';
import { WatchIndex } from './watch-index.ts';

/** Keys that one preview looks at: some tens of milliseconds of the room's thread with 20,000 series. */
const MOST_KEYS = 1_000;
/** Keys that are told of each state; all are counted. */
const MOST_TOLD = 50;

/** `off-hours`: outside the hours of the rule. `unknown`: not judged, a value is missing that would decide it. */
export type PreviewState = 'calls' | 'between' | 'clear' | 'unknown' | 'off-hours';

/** What the rule as it is tried says of one key at this moment. Delays are not waited for. */
export interface PreviewKey {
  key: string;
  name: { vi: string; en: string } | null;
  state: PreviewState;
  priority: Priority;
  value: number | null;
  limit: number | null;
  /** Inputs without a value now. */
  missing: string[];
  /** An alarm of the rule as it is in force stands on the key. */
  isStanding: boolean;
}

export interface Preview {
  atMs: number;
  /** Keys that the rule watches, and how many of them were looked at. */
  keys: number;
  looked: number;
  counts: Record<PreviewState, number>;
  /** What calls, then what is nearest to its limit, then what is not judged; at most 50 of each state. */
  items: PreviewKey[];
  /** The rule broke on a key; nothing after it was looked at. */
  broke: { key: string; reason: string } | null;
}

/** Evaluates a checked rule over what the room knows at this moment. Changes nothing in the room. */
export function previewRule(
  room: ControlRoom,
  { rule, compiled }: { rule: Rule; compiled: CompiledRule },
): Preview {
  const index = new WatchIndex(room);
  const active = { rule: { ...rule, isEnabled: true }, revision: 0, by: '', atMs: room.nowMs };
  index.rebuild([{ ...active, compiled, fault: null }]);
  const inputs = inputsOf(room);
  const watches = index.of(rule.id);
  const preview: Preview = {
    atMs: room.nowMs,
    keys: watches.length,
    looked: 0,
    counts: { calls: 0, between: 0, clear: 0, unknown: 0, 'off-hours': 0 },
    items: [],
    broke: null,
  };
  for (const watch of watches.slice(0, MOST_KEYS)) {
    const told = lookAt(room, watch, { inputs, compiled });
    if ('broke' in told) {
      preview.broke = { key: watch.key, reason: told.broke };
      break;
    }
    preview.looked += 1;
    preview.counts[told.state] += 1;
    preview.items.push(told);
  }
  preview.items = chosen(preview.items);
  return preview;
}

function inputsOf(room: ControlRoom): RuleInputs {
  const { desk, config } = room;
  const inputs = new RuleInputs(room, {
    reports: desk.reports,
    models: desk.models,
    onsetsOf: (ruleId, key) => desk.watch.index.get(ruleId, key)?.onsets ?? [],
    listeningSinceMs: () => desk.watch.listeningSinceMs,
  });
  inputs.configure(config.alarms?.thresholds ?? []);
  return inputs;
}

function lookAt(
  room: ControlRoom,
  watch: KeyWatch,
  { inputs, compiled }: { inputs: RuleInputs; compiled: CompiledRule },
): PreviewKey | { broke: string } {
  const { rule } = watch.rule.active;
  const live = room.desk.watch.index.get(rule.id, watch.key);
  if (live !== undefined) remember(watch, live);
  const { values } = inputs.measure(watch);
  for (const [name, input] of watch.rule.inputs)
    if (input.kind === 'reports' && !room.desk.reports.isCounted(input.category)) values[name] = null;
  const { shows } = rule;
  const limit = shows?.limit;
  try {
    const { outcome, severity } = compiled.evaluate(values);
    const isOff = rule.schedule !== undefined && !isWatching(rule.schedule, room.nowMs, room.config.zone);
    return {
      key: watch.key,
      name: watch.place?.name ?? null,
      state: isOff ? 'off-hours' : STATES[outcome],
      priority: priorityOf(severity, rule.respondWithinMs),
      value: shows === undefined ? null : (values[shows.value] ?? null),
      limit: typeof limit === 'string' ? (values[limit] ?? null) : (limit ?? null),
      missing: watch.rule.inputs.flatMap(([name]) => (values[name] === null ? [name] : [])),
      isStanding: live?.isUp === true,
    };
  } catch (error) {
    return { broke: error instanceof Error ? error.message : String(error) };
  }
}

const STATES = { holds: 'calls', between: 'between', ended: 'clear', unknown: 'unknown' } as const;

/** What a running total and a rate were made of, as far as the edited rule asks for the same. */
function remember(watch: KeyWatch, live: KeyWatch): void {
  const asked = new Map(live.rule.inputs);
  for (const [name, input] of watch.rule.inputs) {
    const memory = live.memory.get(name);
    if (memory === undefined || JSON.stringify(asked.get(name)) !== JSON.stringify(input)) continue;
    watch.memory.set(name, structuredClone(memory));
  }
}

const ORDER: readonly PreviewState[] = ['calls', 'between', 'clear', 'unknown', 'off-hours'];

function chosen(items: readonly PreviewKey[]): PreviewKey[] {
  return ORDER.flatMap((state) =>
    items
      .filter((item) => item.state === state)
      .toSorted((a, b) => a.priority - b.priority || farness(a) - farness(b) || (a.key < b.key ? -1 : 1))
      .slice(0, MOST_TOLD),
  );
}

/** How far the value is from the limit, as a share of the limit. */
function farness({ value, limit, state }: PreviewKey): number {
  if (value === null || limit === null) return Number.POSITIVE_INFINITY;
  const far = Math.abs(value - limit) / Math.max(Math.abs(limit), 1e-9);
  // Of what calls the furthest beyond comes first.
  return state === 'calls' ? -far : far;
}
