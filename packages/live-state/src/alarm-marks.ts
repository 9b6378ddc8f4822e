/**
 * Keeps the marks of all levels (`mark-levels.ts`) while alarms come, change and go, and tells what changed as layer diffs.
 * Levels are a pyramid: only the finest tiles hold alarms, coarser ones hold sums, so that a change costs one addition per level whatever
 * stands there, and an alarm is kept once. Sums are of whole 1e-7 degrees: what is added and taken away again leaves nothing behind.
 */
import { assert } from '@metropane/base';
import type { LayerDiff } from './layer-diff.ts';
import { isEmptyLayerDiff } from './layer-diff.ts';
import {
  clusterId,
  isCalling,
  lookOf,
  MARK_LEVELS,
  MARK_METRICS,
  markLayerId,
  markTileAt,
  MOST_SINGLE,
} from './mark-levels.ts';
import type { AlarmMark, MarkedAlarm } from './mark-levels.ts';
import { MarkRows } from './mark-rows.ts';

/** An alarm that stands on the map, on the 1e-7 grid. */
interface Placed {
  readonly mark: AlarmMark;
  readonly lonGrid: number;
  readonly latGrid: number;
  /** Of the finest level. */
  readonly x: number;
  readonly y: number;
}

interface Tile {
  count: number;
  calling: number;
  lonGrid: number;
  latGrid: number;
  /** P2, P3, P4: how many, then how many of them have not returned. Plain numbers: a typed array per tile costs ten times as much. */
  readonly ofPriority: [number, number, number];
  readonly active: [number, number, number];
  /** Of the finest level only. */
  readonly alarms: Map<string, Placed> | null;
}

/** Tiles of a level by `x * SIDE + y`; the finest grid has 2^20 rows. */
type TileKey = number;
const SIDE = 2 ** 20;
const GRID = 1e7;

interface Level {
  readonly level: number;
  readonly tiles: Map<TileKey, Tile>;
  /** Ids of the marks that were told of each tile. */
  readonly shown: Map<TileKey, readonly string[]>;
  readonly dirty: Set<TileKey>;
  readonly rows: MarkRows;
}

export class AlarmMarks {
  readonly #alarms = new Map<string, Placed>();
  readonly #levels: Level[] = [];

  constructor() {
    for (let level: number = MARK_LEVELS.from; level <= MARK_LEVELS.to; level++) {
      const schema = { id: markLayerId(level), metrics: [...MARK_METRICS] };
      const rows = new MarkRows(schema);
      this.#levels.push({ level, tiles: new Map(), shown: new Map(), dirty: new Set(), rows });
    }
  }

  /** The alarm is new, or has changed. */
  put(alarm: MarkedAlarm): void {
    const placed = placedOf(alarm);
    const before = this.#alarms.get(alarm.id);
    if (isSame(before, placed)) return;
    if (before !== undefined) this.#count(before, -1);
    if (placed === undefined) this.#alarms.delete(alarm.id);
    else {
      this.#alarms.set(alarm.id, placed);
      this.#count(placed, 1);
    }
  }

  /** The alarm is gone. */
  remove(id: string): void {
    const before = this.#alarms.get(id);
    if (before === undefined) return;
    this.#alarms.delete(id);
    this.#count(before, -1);
  }

  /** What changed since the last call, by layer id; levels without a change are left out. */
  take(): Map<string, LayerDiff> {
    const diffs = new Map<string, LayerDiff>();
    for (const level of this.#levels) {
      if (level.dirty.size === 0) continue;
      const diff = this.#takeLevel(level);
      if (!isEmptyLayerDiff(diff)) diffs.set(markLayerId(level.level), diff);
    }
    return diffs;
  }

  #count(placed: Placed, sign: 1 | -1): void {
    let { x, y } = placed;
    for (let i = this.#levels.length - 1; i >= 0; i--) {
      const { tiles, dirty } = this.#levels[i]!;
      const key = x * SIDE + y;
      let tile = tiles.get(key);
      if (tile === undefined) tiles.set(key, (tile = makeTile(i === this.#levels.length - 1)));
      add(tile, placed, sign);
      if (sign === 1) tile.alarms?.set(placed.mark.id, placed);
      else tile.alarms?.delete(placed.mark.id);
      if (tile.count === 0) tiles.delete(key);
      dirty.add(key);
      x >>= 1;
      y >>= 1;
    }
  }

  /** An alarm may leave one tile and enter another in one step: all that is gone is known before anything is hidden. */
  #takeLevel({ level, tiles, shown, dirty, rows }: Level): LayerDiff {
    const marks = new Map<string, AlarmMark>();
    const gone = new Set<string>();
    for (const key of dirty) {
      for (const id of shown.get(key) ?? []) gone.add(id);
      const tile = tiles.get(key);
      const now = tile === undefined ? [] : this.#marksIn(level, key, tile);
      for (const mark of now) marks.set(mark.id, mark);
      if (now.length === 0) shown.delete(key);
      else
        shown.set(
          key,
          now.map(({ id }) => id),
        );
    }
    dirty.clear();
    for (const id of gone) if (!marks.has(id)) rows.hide(id);
    for (const mark of marks.values()) rows.show(mark);
    return rows.take();
  }

  #marksIn(level: number, key: TileKey, tile: Tile): AlarmMark[] {
    const [x, y] = [Math.floor(key / SIDE), key % SIDE];
    if (tile.count > MOST_SINGLE) return [clusterOf(clusterId(level, { x, y }), tile)];
    return this.#alarmsIn(level - MARK_LEVELS.from, x, y).map(({ mark }) => mark);
  }

  /** The alarms of a tile with few of them, found from the tiles within it. */
  #alarmsIn(index: number, x: number, y: number): Placed[] {
    const tile = this.#levels[index]!.tiles.get(x * SIDE + y);
    if (tile === undefined) return [];
    if (tile.alarms !== null) return [...tile.alarms.values()];
    const inner = [];
    for (const dx of [0, 1])
      for (const dy of [0, 1]) inner.push(...this.#alarmsIn(index + 1, 2 * x + dx, 2 * y + dy));
    return inner;
  }
}

/** Undefined for what a map does not show as a mark: set aside, without a place, or life-threatening. */
function placedOf(alarm: MarkedAlarm): Placed | undefined {
  const { id, priority, loc } = alarm;
  const look = lookOf(alarm);
  if (loc === undefined || priority === 1 || look === 'shelved') return undefined;
  const [lonGrid, latGrid] = [Math.round(loc[0] * GRID), Math.round(loc[1] * GRID)];
  const place = [lonGrid / GRID, latGrid / GRID] as const;
  const calls = alarm.isAnnunciated && isCalling(alarm);
  const isReturned = look === 'returned';
  return {
    mark: { id, loc: place, count: 1, priority, isCalling: calls, isReturned },
    ...{ lonGrid, latGrid },
    ...markTileAt(place, MARK_LEVELS.to),
  };
}

function isSame(a: Placed | undefined, b: Placed | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [one, other] = [a.mark, b.mark];
  return (
    a.lonGrid === b.lonGrid &&
    a.latGrid === b.latGrid &&
    one.priority === other.priority &&
    one.isCalling === other.isCalling &&
    one.isReturned === other.isReturned
  );
}

function makeTile(isFinest: boolean): Tile {
  return {
    ...{ count: 0, calling: 0, lonGrid: 0, latGrid: 0 },
    ...{ ofPriority: [0, 0, 0], active: [0, 0, 0], alarms: isFinest ? new Map() : null },
  };
}

function add(tile: Tile, { mark, lonGrid, latGrid }: Placed, sign: 1 | -1): void {
  tile.count += sign;
  tile.lonGrid += sign * lonGrid;
  tile.latGrid += sign * latGrid;
  if (mark.isCalling) tile.calling += sign;
  tile.ofPriority[mark.priority - 2]! += sign;
  if (!mark.isReturned) tile.active[mark.priority - 2]! += sign;
}

function clusterOf(id: string, tile: Tile): AlarmMark {
  const { count, calling, ofPriority, active } = tile;
  const priority = ([2, 3, 4] as const).find((each) => ofPriority[each - 2]! > 0);
  assert(priority !== undefined, 'a tile counts alarms of P2 to P4', { id, count });
  const loc = [tile.lonGrid / count / GRID, tile.latGrid / count / GRID] as const;
  return { id, loc, count, priority, isCalling: calling > 0, isReturned: active[priority - 2] === 0 };
}
