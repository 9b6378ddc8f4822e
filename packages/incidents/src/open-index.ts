import { isAreal, isLifeSafety, kindred } from './causes.ts';
import type { Grouped, Subject } from './grouping.ts';

/** Fine cells are at least as wide as the joining radius up to 70° north and south, so that the eight neighbours are enough. */
const FINE = { latDeg: 0.0015, lonDeg: 0.004 };
/** Coarse cells: as wide as the radius of causes. */
const COARSE = { latDeg: 0.005, lonDeg: 0.0135 };

/**
 * Open incidents by what may bring something else to them: category with entity, place or ward, watched keys, possible common causes.
 * A flood of reports from all over a city would otherwise compare each with each.
 */
export class OpenIndex {
  readonly #ids = new Map<string, Set<string>>();
  /** What each incident is found under now. */
  readonly #keys = new Map<string, Set<string>>();

  readonly #looks = new Map<string, string>();

  /** The incident may be joined from now on, by what it is now. */
  put(grouped: Grouped): void {
    const { id } = grouped.incident;
    // Sets only grow, or are replaced by smaller ones, and each change comes here: their sizes tell whether they changed.
    const look = lookOf(grouped);
    if (this.#looks.get(id) === look) return;
    this.#looks.set(id, look);
    const keys = keysOf(grouped);
    const before = this.#keys.get(id);
    this.#keys.set(id, keys);
    for (const key of before ?? []) if (!keys.has(key)) this.#drop(key, id);
    for (const key of keys) {
      if (before?.has(key) === true) continue;
      const ids = this.#ids.get(key);
      if (ids === undefined) this.#ids.set(key, new Set([id]));
      else ids.add(id);
    }
  }

  /** The incident may no longer be joined. */
  delete(id: string): void {
    for (const key of this.#keys.get(id) ?? []) this.#drop(key, id);
    this.#keys.delete(id);
    this.#looks.delete(id);
  }

  /** Ids that the subject might join (or explain: `asCause`), each once; `relationOf` and `explains` decide. */
  candidates(subject: Subject, asCause = false): Set<string> {
    const found = new Set<string>();
    const { category, entity, key, loc, unit, paths } = subject;
    if (entity !== undefined) this.#collect(`e\0${category}\0${entity}`, found);
    if (key !== undefined) {
      this.#collect(`k\0${key}`, found);
      this.#collect(`h\0${key}`, found);
      for (const place of paths.keys()) this.#collect(`h\0${place}`, found);
    }
    if (loc !== undefined) {
      for (const cell of cellsAround(loc, FINE)) this.#collect(`c\0${category}\0${cell}`, found);
    }
    if (isLifeSafety(category) && !asCause) return found;
    const cells = loc === undefined ? [] : cellsAround(loc, COARSE);
    for (const other of kindred(category)) {
      for (const cell of cells) this.#collect(`g\0${other}\0${cell}`, found);
      const isWide = isAreal(category) || isAreal(other);
      if (unit !== undefined && isWide) this.#collect(`w\0${other}\0${unit}`, found);
    }
    return found;
  }

  /** Ids of what lies near, in the same ward or on the same network as an open incident: suggestions, at most `limit`. */
  neighbours(grouped: Grouped, limit: number): Set<string> {
    const found = new Set<string>();
    const { incident, keys, common } = grouped;
    const lookUp = [
      ...[...keys].map((key) => `h\0${key}`),
      ...[...common].map((key) => `h\0${key}`),
      ...(incident.loc === undefined ? [] : cellsAround(incident.loc, COARSE).map((cell) => `a\0${cell}`)),
      ...(incident.unit === undefined ? [] : [`u\0${incident.unit.code}`]),
    ];
    for (const key of lookUp) {
      for (const id of this.#ids.get(key) ?? []) {
        if (id !== incident.id) found.add(id);
        if (found.size >= limit) return found;
      }
    }
    return found;
  }

  #collect(key: string, into: Set<string>): void {
    for (const id of this.#ids.get(key) ?? []) into.add(id);
  }

  #drop(key: string, id: string): void {
    const ids = this.#ids.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#ids.delete(key);
  }
}

function lookOf({ incident, categories, keys, common }: Grouped): string {
  const { entity = '', loc, unit } = incident;
  return [categories.size, keys.size, common.size, loc?.join(' '), unit?.code, entity].join('\0');
}

function keysOf({ incident, categories, keys, common }: Grouped): Set<string> {
  const found = new Set<string>();
  for (const key of keys) found.add(`k\0${key}`);
  for (const key of common) found.add(`h\0${key}`);
  const { entity, loc, unit } = incident;
  if (loc !== undefined) found.add(`a\0${cellOf(loc, COARSE)}`);
  if (unit !== undefined) found.add(`u\0${unit.code}`);
  for (const category of categories) {
    if (entity !== undefined) found.add(`e\0${category}\0${entity}`);
    if (unit !== undefined) found.add(`w\0${category}\0${unit.code}`);
    if (loc === undefined) continue;
    found.add(`c\0${category}\0${cellOf(loc, FINE)}`);
    found.add(`g\0${category}\0${cellOf(loc, COARSE)}`);
  }
  return found;
}

type CellSize = typeof FINE;

function cellOf(loc: readonly [number, number], { latDeg, lonDeg }: CellSize): string {
  return `${Math.floor(loc[0] / lonDeg)}\0${Math.floor(loc[1] / latDeg)}`;
}

function cellsAround(loc: readonly [number, number], { latDeg, lonDeg }: CellSize): string[] {
  const x = Math.floor(loc[0] / lonDeg);
  const y = Math.floor(loc[1] / latDeg);
  const cells: string[] = [];
  for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) cells.push(`${x + dx}\0${y + dy}`);
  return cells;
}
