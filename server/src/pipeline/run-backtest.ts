import { join } from 'node:path';
import type { Rule } from '@metropane/city';
import { positionBefore, RECORD_KIND, TelemetryLogReader } from '@metropane/event-log';
import type { RuleFault } from '@metropane/rules';
import { type Backtest, backtestRule } from '../fold/backtest.ts';
import type { FoldConfig } from '../fold/fold-config.ts';
import type { LogEntry } from '../fold/log-entry.ts';
import { decodeLogEntry } from '../fold/log-entry-codec.ts';
import { JournalFactReader } from './journal-facts.ts';

/** Recorded time before the span that is folded and not told: windows and delays of an hour begin filled. */
const WARM_UP_MS = 3_600_000;
const BUCKET_MS = 600_000;
const STEP_BYTES = 4 * 1024 * 1024;
/** So many alarms in ten minutes nobody reads (ISA-18.2). */
const FLOOD_ABOVE = 10;

export interface BacktestAsk {
  dataDir: string;
  rule: Rule;
  /** The rule as it is in force, for comparing; null for a new one. */
  inForce: Rule | null;
  fromMs: number;
  toMs: number;
  /** The room's time is that of the machine: segments may be chosen by when they were begun. */
  isWallTime: boolean;
}

export type BacktestOutcome =
  | {
      ok: true;
      /** What was folded: shorter than asked where the log does not reach so far. */
      fromMs: number;
      toMs: number;
      tried: BacktestTold;
      inForce: BacktestTold | null;
    }
  | { ok: false; code: 'bad-rule'; fault: RuleFault }
  | { ok: false; code: 'no-record'; message: string };

/** What one rule would have done in the span. Buckets are wall-clock ten minutes, empty ones included. */
export interface BacktestTold {
  onsetCount: number;
  /** The first 1,000 of them. */
  onsets: Backtest['onsets'];
  startMs: number;
  stepMs: number;
  buckets: number;
  calls: { position: string; counts: number[]; floods: number }[];
  chattering: number;
  broke: Backtest['broke'];
}

/** Folds the recorded span with a rule as it is tried, and as it is in force. Blocks its thread for as long as that takes. */
export function runBacktest(ask: BacktestAsk): BacktestOutcome {
  const journal = new JournalFactReader(join(ask.dataDir, 'journal.db'));
  try {
    const config = journal.bodyAt('config', ask.fromMs) as FoldConfig | null;
    if (config === null) return { ok: false, code: 'no-record', message: 'nothing was recorded yet' };
    const run = (rule: Rule) => backtestRule(rule, entriesOf(ask, journal), config);
    const tried = run(ask.rule);
    if (!tried.ok) return { ok: false, code: 'bad-rule', fault: tried.fault };
    const { value } = tried;
    if (Number.isNaN(value.fromMs) || value.toMs < ask.fromMs || value.toMs === 0) {
      const reach = value.toMs > 0 ? `it ends at ${new Date(value.toMs).toISOString()}` : 'it is empty there';
      return { ok: false, code: 'no-record', message: `the log has nothing of this span: ${reach}` };
    }
    const span = { fromMs: Math.max(ask.fromMs, value.fromMs), toMs: Math.min(ask.toMs, value.toMs) };
    const inForce = ask.inForce === null ? null : run(ask.inForce);
    return {
      ...{ ok: true, ...span, tried: told(value, span) },
      inForce: inForce?.ok === true ? told(inForce.value, span) : null,
    };
  } finally {
    journal.close();
  }
}

/** Without what only warmed up. */
function told(backtest: Backtest, { fromMs, toMs }: { fromMs: number; toMs: number }): BacktestTold {
  const first = Math.floor(backtest.fromMs / BUCKET_MS);
  const [from, to] = [Math.floor(fromMs / BUCKET_MS), Math.floor(toMs / BUCKET_MS)];
  const buckets = to - from + 1;
  const onsets = backtest.onsets.filter(({ onsetMs }) => onsetMs >= fromMs);
  return {
    onsetCount: backtest.onsetCount - (backtest.onsets.length - onsets.length),
    onsets,
    ...{ startMs: from * BUCKET_MS, stepMs: BUCKET_MS, buckets },
    calls: backtest.annunciated.map(({ position, perTenMinutes }) => {
      const counts = Array.from({ length: buckets }, (_, i) => perTenMinutes[from - first + i] ?? 0);
      return { position, counts, floods: counts.filter((count) => count > FLOOD_ABOVE).length };
    }),
    ...{ chattering: backtest.chattering, broke: backtest.broke },
  };
}

/** The log from an hour before the span to its end, in order. */
function* entriesOf(
  { dataDir, fromMs, toMs, isWallTime }: BacktestAsk,
  journal: JournalFactReader,
): Generator<LogEntry> {
  const folder = join(dataDir, 'log');
  const warmMs = fromMs - WARM_UP_MS;
  const start = isWallTime ? positionBefore(folder, warmMs) : null;
  if (start?.ok === false) throw new Error(`the log cannot be read: ${start.message}`);
  const from = start?.value ?? null;
  const reader = new TelemetryLogReader({ folder, ...(from === null ? {} : { from }) });
  let isInside = false;
  try {
    for (;;) {
      const records: { kind: number; payload: Uint8Array }[] = [];
      const keep = (record: { kind: number; payload: Uint8Array }): void => {
        if (record.kind === RECORD_KIND.tick && !isInside) isInside = tickOf(record) >= warmMs;
        if (isInside) records.push({ kind: record.kind, payload: record.payload.slice() });
      };
      const step = reader.readAvailable(Infinity, keep, STEP_BYTES);
      if (!step.ok) throw new Error(`the log cannot be read: ${step.message}`);
      for (const record of records) {
        if (record.kind === RECORD_KIND.tick && tickOf(record) > toMs) return;
        yield decodeLogEntry(record, (seq) => journal.get(seq));
      }
      if (step.value.status === 'damaged') reader.skipDamage();
      else if (step.value.status === 'caught-up') return;
    }
  } finally {
    reader.close();
  }
}

function tickOf({ payload }: { payload: Uint8Array }): number {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getFloat64(0, true);
}
