import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type CaseCounts,
  caseCounts,
  type CaseEvent,
  caseLife,
  type CaseLife,
  type KeptCaseEvent,
  type LifeCycle,
  lifeCycle,
  toKeptEvent,
} from '@metropane/city';
import type { OfficePeriods } from './office-periods.ts';
import { NOW, Tallies, toKeyText } from './tallies.ts';

/** A closed case is kept singly while something was heard of it within this time; then only its counts stay. */
export const CASE_KEPT_MS = 30 * 86_400_000;
/** Periods that are kept beside the present one. */
export const PERIODS_KEPT = 12;
const MOST_EVENTS_OF_CASE = 64;
const MOST_CASES_OF_SYSTEM = 1_000_000;
const UPKEEP_EVERY_MS = 3_600_000;
const OVERDUE_CHUNK = 1_000;

/** What was heard and could not be counted, by reason. */
export interface Uncounted {
  unknownSystem: number;
  tooManyEvents: number;
  tooManyCases: number;
}

interface KeptCase {
  system: string;
  events: KeptCaseEvent[];
  isOverdue: boolean;
  rows: string[];
}

/**
 * Cases of the administrative systems and the counts of them, from case events in journal order. What it holds depends on the
 * journal and `nowMs` alone: upkeep goes by the arrival times in the journal, never by when this program ran.
 */
export class CaseLedger {
  readonly tallies: Tallies;
  readonly uncounted: Uncounted;
  readonly #database: DatabaseSync;
  readonly #periods: OfficePeriods;
  readonly #dayOf: (tMs: number) => number;
  readonly #held = new Map<string, number>();
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #due: StatementSync;
  #nowMs: number;
  #upkeepHour: number;

  constructor(
    database: DatabaseSync,
    options: {
      periods: OfficePeriods;
      dayOf: (tMs: number) => number;
      kept: { nowMs: number; upkeepHour: number; uncounted: Uncounted };
    },
  ) {
    this.#database = database;
    this.#periods = options.periods;
    this.#dayOf = options.dayOf;
    this.tallies = new Tallies(database);
    this.#nowMs = options.kept.nowMs;
    this.#upkeepHour = options.kept.upkeepHour;
    this.uncounted = options.kept.uncounted;
    this.#get = database.prepare(
      'SELECT events, is_overdue, unit_row, agency_row FROM cases WHERE system = ? AND id = ?',
    );
    this.#put = database.prepare('INSERT OR REPLACE INTO cases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#due = database.prepare(
      `SELECT system, id, heard_ms FROM cases WHERE is_open = 1 AND is_overdue = 0 AND due_ms < ? ORDER BY due_ms LIMIT ${OVERDUE_CHUNK}`,
    );
    for (const row of database.prepare('SELECT system, COUNT(*) AS n FROM cases GROUP BY system').all())
      this.#held.set(String(row['system']), Number(row['n']));
  }

  /** What a restart needs beside the tables. */
  get kept(): { nowMs: number; upkeepHour: number; uncounted: Uncounted } {
    return { nowMs: this.#nowMs, upkeepHour: this.#upkeepHour, uncounted: this.uncounted };
  }

  apply(told: CaseEvent): void {
    const event = { ...told, id: toKeyText(told.id) };
    this.#keepUp(event.arrivalMs);
    const cycle = lifeCycle(event.system);
    if (cycle === undefined) {
      this.uncounted.unknownSystem += 1;
      return;
    }
    const before = this.#read(event.system, event.id);
    if (before === undefined && (this.#held.get(event.system) ?? 0) >= MOST_CASES_OF_SYSTEM) {
      this.uncounted.tooManyCases += 1;
      return;
    }
    if ((before?.events.length ?? 0) >= MOST_EVENTS_OF_CASE) {
      this.uncounted.tooManyEvents += 1;
      return;
    }
    if (before?.events.some(({ tMs, state }) => tMs === event.tMs && state === event.state)) return;
    if (before !== undefined) this.#count(cycle, before, { life: caseLife(cycle, before.events), sign: -1 });
    else this.#held.set(event.system, (this.#held.get(event.system) ?? 0) + 1);
    this.#store(cycle, event, [...(before?.events ?? []), toKeptEvent(event)]);
  }

  /** Marks what has become overdue until `nowMs`; time never goes back. */
  advance(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    for (;;) {
      const due = this.#due.all(this.#nowMs);
      for (const row of due) {
        const key = {
          system: String(row['system']),
          id: String(row['id']),
          arrivalMs: Number(row['heard_ms']),
        };
        const cycle = lifeCycle(key.system)!;
        const before = this.#read(key.system, key.id)!;
        this.#count(cycle, before, { life: caseLife(cycle, before.events), sign: -1 });
        this.#store(cycle, key, before.events);
      }
      if (due.length < OVERDUE_CHUNK) return;
    }
  }

  /** Due times of the open cases that are overdue. */
  overdueDueMs(system: string): number[] {
    const rows = this.#database
      .prepare('SELECT due_ms FROM cases WHERE is_overdue = 1 AND system = ?')
      .all(system);
    return rows.map((row) => Number(row['due_ms']));
  }

  /** Open cases that entered their present state before `beforeMs`. */
  openInStateSince(system: string, state: string, beforeMs: number): number {
    const row = this.#database
      .prepare(
        'SELECT COUNT(*) AS n FROM cases WHERE is_open = 1 AND system = ? AND state = ? AND state_since_ms < ?',
      )
      .get(system, state, beforeMs);
    return Number(row?.['n'] ?? 0);
  }

  #store(
    cycle: LifeCycle,
    { system, id, arrivalMs }: { system: string; id: string; arrivalMs: number },
    events: KeptCaseEvent[],
  ): void {
    const life = caseLife(cycle, events);
    const { dueAtMs, unit, agency } = life.fields;
    const isOpen = life.phase === 'open';
    const isOverdue = isOpen && dueAtMs !== undefined && dueAtMs < this.#nowMs;
    const unitRow = this.tallies.rowName(system, 'u', unit);
    const agencyRow = this.tallies.rowName(system, 'a', agency);
    const kept: KeptCase = { system, events, isOverdue, rows: rowsOf(unitRow, agencyRow) };
    this.#count(cycle, kept, { life, sign: 1 });
    this.#put.run(
      ...[system, id, JSON.stringify(events), life.state, Math.round(life.stateSinceMs), isOpen ? 1 : 0],
      ...[dueAtMs === undefined ? null : Math.round(dueAtMs), isOverdue ? 1 : 0, unitRow, agencyRow],
      Math.round(arrivalMs),
    );
  }

  #count(cycle: LifeCycle, kept: KeptCase, { life, sign }: { life: CaseLife; sign: 1 | -1 }): void {
    const { system } = kept;
    const counts: CaseCounts = caseCounts(cycle, life, { isOverdue: kept.isOverdue, dayOf: this.#dayOf });
    this.tallies.add({ system, period: NOW, of: kept.rows }, counts.now, sign);
    const period = this.#keptPeriod(system, life);
    if (period !== null) this.tallies.add({ system, period, of: kept.rows }, counts.period, sign);
  }

  /** Null: the period is older than those that are kept. */
  #keptPeriod(system: string, life: CaseLife): string | null {
    const { id } = this.#periods.of(system, life.firstMs);
    return id < this.#oldestPeriod(system) ? null : id;
  }

  #oldestPeriod(system: string): string {
    const present = this.#periods.of(system, this.#upkeepHour * UPKEEP_EVERY_MS).id;
    return this.#periods.byId(system, present, PERIODS_KEPT).id;
  }

  #read(system: string, id: string): KeptCase | undefined {
    const row = this.#get.get(system, id);
    if (row === undefined) return undefined;
    return {
      system,
      events: JSON.parse(String(row['events'])) as KeptCaseEvent[],
      isOverdue: row['is_overdue'] === 1,
      rows: rowsOf(row['unit_row'], row['agency_row']),
    };
  }

  /** Once an hour of arrival time: closed cases become counts, old periods go. */
  #keepUp(arrivalMs: number): void {
    const hour = Math.floor(arrivalMs / UPKEEP_EVERY_MS);
    if (hour <= this.#upkeepHour) return;
    this.#upkeepHour = hour;
    const beforeMs = hour * UPKEEP_EVERY_MS - CASE_KEPT_MS;
    const gone = this.#database
      .prepare('SELECT system, COUNT(*) AS n FROM cases WHERE is_open = 0 AND heard_ms < ? GROUP BY system')
      .all(beforeMs);
    for (const row of gone) {
      const system = String(row['system']);
      this.#held.set(system, (this.#held.get(system) ?? 0) - Number(row['n']));
    }
    this.#database.prepare('DELETE FROM cases WHERE is_open = 0 AND heard_ms < ?').run(beforeMs);
    for (const system of this.#held.keys()) this.tallies.forgetBefore(system, this.#oldestPeriod(system));
  }
}

function rowsOf(unitRow: unknown, agencyRow: unknown): string[] {
  return ['', ...[unitRow, agencyRow].filter((row) => typeof row === 'string')];
}
