import type { Report } from '@metropane/city';
import type { Incident } from './incident.ts';

/** Cells at least as wide as the joining radius up to 70° north and south, so that the eight neighbours are enough. */
const CELL_LAT_DEG = 0.0015;
const CELL_LON_DEG = 0.004;

/**
 * Open incidents by category and entity, and by category and place: what a report may join, without looking at all of them.
 * A flood of reports from all over a city would otherwise compare each with each.
 */
export class OpenIndex {
  readonly #ids = new Map<string, Set<string>>();

  /** `incident` may be joined from now on. */
  add(incident: Incident): void {
    for (const key of keysOf(incident)) {
      const ids = this.#ids.get(key);
      if (ids === undefined) this.#ids.set(key, new Set([incident.id]));
      else ids.add(incident.id);
    }
  }

  /** `incident`, exactly as it was added, may no longer be joined. */
  delete(incident: Incident): void {
    for (const key of keysOf(incident)) {
      const ids = this.#ids.get(key);
      ids?.delete(incident.id);
      if (ids?.size === 0) this.#ids.delete(key);
    }
  }

  /** Ids that a report might join, each once; `fitOf` decides. */
  candidates(report: Report): Set<string> {
    const found = new Set<string>();
    const { category, entity, loc } = report;
    if (entity !== undefined) this.#collect(entityKey(category, entity), found);
    if (loc === undefined) return found;
    const x = Math.floor(loc[0] / CELL_LON_DEG);
    const y = Math.floor(loc[1] / CELL_LAT_DEG);
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) this.#collect(cellKey(category, x + dx, y + dy), found);
    }
    return found;
  }

  #collect(key: string, into: Set<string>): void {
    for (const id of this.#ids.get(key) ?? []) into.add(id);
  }
}

function keysOf({ category, entity, loc }: Incident): string[] {
  const keys: string[] = [];
  if (entity !== undefined) keys.push(entityKey(category, entity));
  if (loc !== undefined) {
    keys.push(cellKey(category, Math.floor(loc[0] / CELL_LON_DEG), Math.floor(loc[1] / CELL_LAT_DEG)));
  }
  return keys;
}

function entityKey(category: string, entity: string): string {
  return `e\0${category}\0${entity}`;
}

function cellKey(category: string, x: number, y: number): string {
  return `c\0${category}\0${x}\0${y}`;
}
