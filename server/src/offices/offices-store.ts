import type { DatabaseSync } from 'node:sqlite';
import { type CityPack, makeWorkingTime, type WorkingTime } from '@metropane/city-pack';
import { type CaseEvent, CITY_SYSTEMS, citySystem, type IndicatorFigure } from '@metropane/city';
import type { JournalEntry } from '@metropane/event-log';
import { CaseLedger } from './case-ledger.ts';
import { FigureLedger } from './figure-ledger.ts';
import { makeOfficePeriods, type OfficePeriods } from './office-periods.ts';
import { OFFICES_VERSION, openOfficesTables } from './offices-tables.ts';

/** When a system was heard, and by which feed last. */
export interface Heard {
  lastArrivalMs: number;
  lastEventMs: number;
  feed: string;
  caseEvents: number;
  figures: number;
}

export const OFFICE_KINDS = ['case', 'indicator'] as const;
export type OfficeKind = (typeof OFFICE_KINDS)[number];

interface Kept {
  /** Seq of the last journal entry taken in, by kind. */
  position: Record<OfficeKind, number>;
  heard: Record<string, Heard>;
  cases: CaseLedger['kept'];
  figures: FigureLedger['kept'];
  unreadable: number;
}

const NOTHING_KEPT: Kept = {
  position: { case: 0, indicator: 0 },
  heard: {},
  cases: {
    nowMs: 0,
    upkeepHour: 0,
    uncounted: { unknownSystem: 0, tooManyEvents: 0, tooManyCases: 0 },
  },
  figures: { upkeepHour: 0, tooManySeries: 0 },
  unreadable: 0,
};

/**
 * The state of the thirteen administrative systems: a projection of the journal's `case` and `indicator` entries in their order. Its
 * tables and the position up to which they hold are committed together, so a crash at any moment leaves a state that a later start
 * continues exactly; without tables it is made anew from the journal's beginning.
 */
export class OfficesStore {
  readonly cases: CaseLedger;
  readonly figures: FigureLedger;
  readonly periods: OfficePeriods;
  readonly time: WorkingTime;
  readonly #database: DatabaseSync;
  readonly #kept: Kept;

  constructor(path: string, pack: Pick<CityPack, 'zone' | 'calendar'>) {
    const version = JSON.stringify([OFFICES_VERSION, pack.zone, pack.calendar?.periods ?? []]);
    this.#database = openOfficesTables(path, version);
    const row = this.#database.prepare("SELECT value FROM meta WHERE key = 'kept'").get();
    this.#kept =
      row === undefined ? structuredClone(NOTHING_KEPT) : (JSON.parse(String(row['value'])) as Kept);
    this.periods = makeOfficePeriods(pack);
    this.time = makeWorkingTime(pack);
    this.cases = new CaseLedger(this.#database, {
      periods: this.periods,
      dayOf: (tMs) => this.time.dayOf(tMs),
      kept: this.#kept.cases,
    });
    this.figures = new FigureLedger(this.#database, this.#kept.figures);
  }

  position(kind: OfficeKind): number {
    return this.#kept.position[kind];
  }

  heard(system: string): Heard | undefined {
    return this.#kept.heard[system];
  }

  /** What was journalled and is in no figure. */
  get uncounted(): Record<string, number> {
    const { tooManySeries } = this.figures;
    return { ...this.cases.uncounted, tooManySeries, unreadable: this.#kept.unreadable };
  }

  /** Takes in a stretch of journal entries of one kind, ascending, and commits it with its position. */
  take(kind: OfficeKind, entries: readonly Pick<JournalEntry, 'seq' | 'actor' | 'atMs' | 'body'>[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    this.#inTransaction(() => {
      for (const entry of entries) if (entry.seq > this.position(kind)) this.#apply(kind, entry);
      this.#kept.position[kind] = Math.max(this.#kept.position[kind], last.seq);
    });
  }

  /** Lets time pass: cases become overdue. */
  advance(nowMs: number): void {
    this.#inTransaction(() => this.cases.advance(nowMs));
  }

  close(): void {
    this.#database.close();
  }

  #apply(kind: OfficeKind, { actor, atMs, body }: Pick<JournalEntry, 'actor' | 'atMs' | 'body'>): void {
    const event = JSON.parse(body) as CaseEvent | IndicatorFigure;
    if (citySystem(event.system) === undefined) {
      this.cases.uncounted.unknownSystem += 1;
      return;
    }
    // The journal's own time: what upkeep goes by must not depend on a field that a sender could fill.
    const arrived = { ...event, arrivalMs: atMs };
    this.#hear(kind, arrived, actor);
    if (kind === 'case') this.cases.apply(arrived as CaseEvent);
    else this.figures.apply(arrived as IndicatorFigure);
  }

  #hear(kind: OfficeKind, event: CaseEvent | IndicatorFigure, actor: string | null): void {
    const heard = (this.#kept.heard[event.system] ??= {
      lastArrivalMs: 0,
      lastEventMs: 0,
      feed: '',
      caseEvents: 0,
      figures: 0,
    });
    heard.lastArrivalMs = Math.max(heard.lastArrivalMs, event.arrivalMs);
    heard.lastEventMs = Math.max(heard.lastEventMs, event.tMs);
    heard.feed = actor?.replace(/^feed:/, '') ?? '';
    if (kind === 'case') heard.caseEvents += 1;
    else heard.figures += 1;
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.cases.tallies.write();
      const kept: Kept = { ...this.#kept, cases: this.cases.kept, figures: this.figures.kept };
      this.#database.prepare("INSERT OR REPLACE INTO meta VALUES ('kept', ?)").run(JSON.stringify(kept));
      this.#database.exec('COMMIT');
    } catch (error) {
      // What is in memory has gone ahead of the tables: the owner opens the store anew.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** Codes of the systems in the order of the plan. */
export const SYSTEM_CODES: readonly string[] = CITY_SYSTEMS.map(({ code }) => code);
