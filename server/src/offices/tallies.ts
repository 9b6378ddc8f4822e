import type { DatabaseSync } from 'node:sqlite';
import { addCounts, type Counts } from '@metropane/city';

/** Rows of one system and period: all cases (`''`), one unit (`u:…`), one agency (`a:…`). Beyond the bound names share one row. */
const MOST_ROWS = 1_500;
/** SQLite gives a text back only up to a NUL, and keys here are joined by one. */
export function toKeyText(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** How things stand, beside the periods. */
export const NOW = 'now';

/** The counts of all cases, by system, period and row: in memory, written with the transaction that changed them. */
export class Tallies {
  readonly #counts = new Map<string, Map<string, Record<string, number>>>();
  readonly #dirty = new Set<string>();
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    for (const row of database.prepare('SELECT system, period, of, counts FROM tallies').iterate()) {
      const rows = this.#rows(String(row['system']), String(row['period']));
      rows.set(String(row['of']), JSON.parse(String(row['counts'])) as Record<string, number>);
    }
  }

  /** Counts of a row; empty when there are none. */
  get(system: string, period: string, of = ''): Counts {
    return this.#counts.get(`${system}\0${period}`)?.get(of) ?? {};
  }

  /** Rows of one kind (`u` units, `a` agencies), without the kind. */
  rowsOf(system: string, period: string, kind: 'u' | 'a'): Map<string, Counts> {
    const found = new Map<string, Counts>();
    for (const [of, counts] of this.#counts.get(`${system}\0${period}`) ?? [])
      if (of.startsWith(`${kind}:`)) found.set(of.slice(2), counts);
    return found;
  }

  /** Periods of a system that have counts, newest first. */
  periods(system: string): string[] {
    return [...this.#counts.entries()]
      .filter(([key, rows]) => key.startsWith(`${system}\0`) && rows.size > 0)
      .map(([key]) => key.slice(system.length + 1))
      .filter((period) => period !== NOW)
      .toSorted()
      .toReversed();
  }

  /** The row that a name is counted in: its own, or the shared one when there are too many names. */
  rowName(system: string, kind: 'u' | 'a', name: string | undefined): string | null {
    if (name === undefined) return null;
    const row = `${kind}:${toKeyText(name)}`;
    const rows = this.#rows(system, NOW);
    return rows.has(row) || rows.size < MOST_ROWS ? row : `${kind}:~`;
  }

  add(place: { system: string; period: string; of: readonly string[] }, counts: Counts, sign: 1 | -1): void {
    const rows = this.#rows(place.system, place.period);
    for (const of of place.of) {
      let row = rows.get(of);
      if (row === undefined) rows.set(of, (row = {}));
      addCounts(row, counts, sign);
      // A name keeps its row for good, so that a case leaves the row that it entered.
      if (place.period !== NOW && Object.keys(row).length === 0) rows.delete(of);
      this.#dirty.add(`${place.system}\0${place.period}\0${of}`);
    }
  }

  /** Forgets whole periods of a system before this one. */
  forgetBefore(system: string, period: string): void {
    for (const old of this.periods(system)) {
      if (old >= period) continue;
      this.#counts.delete(`${system}\0${old}`);
      for (const key of this.#dirty) if (key.startsWith(`${system}\0${old}\0`)) this.#dirty.delete(key);
      this.#database.prepare('DELETE FROM tallies WHERE system = ? AND period = ?').run(system, old);
    }
  }

  /** Writes what changed; inside the caller's transaction. */
  write(): void {
    const put = this.#database.prepare('INSERT OR REPLACE INTO tallies VALUES (?, ?, ?, ?)');
    const remove = this.#database.prepare('DELETE FROM tallies WHERE system = ? AND period = ? AND of = ?');
    for (const key of this.#dirty) {
      const [system, period, of] = key.split('\0') as [string, string, string];
      const row = this.#counts.get(`${system}\0${period}`)?.get(of);
      if (row === undefined) remove.run(system, period, of);
      else put.run(system, period, of, JSON.stringify(row));
    }
    this.#dirty.clear();
  }

  #rows(system: string, period: string): Map<string, Record<string, number>> {
    const key = `${system}\0${period}`;
    let rows = this.#counts.get(key);
    if (rows === undefined) this.#counts.set(key, (rows = new Map()));
    return rows;
  }
}
