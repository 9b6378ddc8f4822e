import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { toKeyText } from './tallies.ts';
import { INDICATOR_STATUSES, type IndicatorFigure, type IndicatorStatus } from '@metropane/city';

/** Periods and vintages that are kept of one series (system, code, territory), newest first. */
export const FIGURES_KEPT = 400;
/** Series of one system; beyond it new ones are counted and not kept. */
const MOST_SERIES = 5_000;
const UPKEEP_EVERY_MS = 3_600_000;

/** A published figure as kept. `territory` and `vintage` are empty where none was given. */
export interface KeptFigure {
  code: string;
  territory: string;
  period: string;
  vintage: string;
  status: IndicatorStatus;
  tMs: number;
  unit: string | null;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
}

/** Published figures with all their vintages, from indicator events in journal order. */
export class FigureLedger {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #series = new Map<string, Set<string>>();
  #upkeepHour: number;
  tooManySeries: number;

  constructor(database: DatabaseSync, kept: { upkeepHour: number; tooManySeries: number }) {
    this.#database = database;
    this.#upkeepHour = kept.upkeepHour;
    this.tooManySeries = kept.tooManySeries;
    this.#insert = database.prepare('INSERT OR IGNORE INTO figures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    for (const row of database.prepare('SELECT DISTINCT system, code, territory FROM figures').iterate())
      this.#seriesOf(String(row['system'])).add(`${String(row['code'])}\0${String(row['territory'])}`);
  }

  /** What a restart needs beside the table. */
  get kept(): { upkeepHour: number; tooManySeries: number } {
    return { upkeepHour: this.#upkeepHour, tooManySeries: this.tooManySeries };
  }

  apply(figure: IndicatorFigure): void {
    this.#keepUp(figure.arrivalMs);
    const { system, code, period, status, tMs } = figure;
    const { unit = null, numerator = null, denominator = null } = figure;
    const territory = toKeyText(figure.territory ?? '');
    const vintage = toKeyText(figure.vintage ?? '');
    const series = this.#seriesOf(system);
    const key = `${code}\0${territory}`;
    if (!series.has(key) && series.size >= MOST_SERIES) {
      this.tooManySeries += 1;
      return;
    }
    series.add(key);
    this.#insert.run(
      ...[system, code, territory, period, vintage, status, Math.round(tMs), unit],
      ...[figure.value, numerator, denominator],
    );
  }

  /** All vintages of the newest `periods` periods of a code, newest period first and of one period the valid vintage first. */
  newest(
    { system, code, territory }: { system: string; code: string; territory: string },
    periods: number,
  ): KeptFigure[] {
    const rows = this.#database
      .prepare(
        `SELECT * FROM figures WHERE system = ?1 AND code = ?2 AND territory = ?3 AND period IN (
           SELECT DISTINCT period FROM figures WHERE system = ?1 AND code = ?2 AND territory = ?3
           ORDER BY period DESC LIMIT ?4)`,
      )
      .all(system, code, territory, periods);
    return rows.map(toFigure).toSorted(newestFirst);
  }

  /** Territories of a code, the one heard last first. */
  territories(system: string, code: string): string[] {
    const rows = this.#database
      .prepare(
        `SELECT territory, MAX(t_ms) AS last FROM figures WHERE system = ? AND code = ?
         GROUP BY territory ORDER BY last DESC, territory`,
      )
      .all(system, code);
    return rows.map((row) => String(row['territory']));
  }

  /** Codes that a system has published. */
  codes(system: string): string[] {
    return [...new Set([...this.#seriesOf(system)].map((key) => key.split('\0')[0]!))].toSorted();
  }

  #seriesOf(system: string): Set<string> {
    let series = this.#series.get(system);
    if (series === undefined) this.#series.set(system, (series = new Set()));
    return series;
  }

  /** Once an hour of arrival time: what is beyond the bound of its series goes. */
  #keepUp(arrivalMs: number): void {
    const hour = Math.floor(arrivalMs / UPKEEP_EVERY_MS);
    if (hour <= this.#upkeepHour) return;
    this.#upkeepHour = hour;
    this.#database.exec(`DELETE FROM figures WHERE rowid IN (SELECT rowid FROM (SELECT rowid, ROW_NUMBER()
      OVER (PARTITION BY system, code, territory ORDER BY period DESC, t_ms DESC, vintage DESC) AS n FROM figures)
      WHERE n > ${FIGURES_KEPT})`);
  }
}

function toFigure(row: Record<string, unknown>): KeptFigure {
  const number = (name: string): number | null => (row[name] === null ? null : Number(row[name]));
  return {
    code: String(row['code']),
    territory: String(row['territory']),
    period: String(row['period']),
    vintage: String(row['vintage']),
    status: row['status'] as IndicatorStatus,
    tMs: Number(row['t_ms']),
    unit: row['unit'] === null ? null : String(row['unit']),
    value: number('value'),
    numerator: number('numerator'),
    denominator: number('denominator'),
  };
}

/** Of one period the last published counts; of two published at once the more final, then the greater name. */
function newestFirst(a: KeptFigure, b: KeptFigure): number {
  const rank = ({ status }: KeptFigure): number => INDICATOR_STATUSES.indexOf(status);
  return compare(b.period, a.period) || b.tMs - a.tMs || rank(b) - rank(a) || compare(b.vintage, a.vintage);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
