/**
 * What a map shows of alarms: marks. Where more than `MOST_SINGLE` stand in one tile of a level they are one mark, a cluster, that says how
 * many they are and how bad the worst is. There is one level per whole zoom of a map, a layer each, so that a map asks for the marks of
 * its zoom and of the cells that it shows. A level's tiles are 64 design pixels wide at its zoom; they lie on the world, not on the
 * screen, so a map that is moved shows the same clusters.
 * A life-threatening alarm is in no mark at all: a screen draws it from its own record, alone, whatever is around it.
 */
import type { AlarmState, Priority } from '@metropane/incidents';
import { toGridDeg } from './layer-diff.ts';
import type { LayerTable } from './layer-table.ts';
import { gridTileAt } from './map-cells.ts';

/** Map zooms that have a level; a map outside takes the nearest. */
export const MARK_LEVELS = { from: 8, to: 17 } as const;
/** So many alarms of a tile stand beside each other. */
export const MOST_SINGLE = 3;
/** Marks lie on tiles of a grid this much finer than the map's: 512 px / 2^3. */
const FINER = 3;

/** Columns of a mark: alarms in it, its worst priority, 1 = one of them calls an operator, 1 = the condition of all of the worst has ended. */
export const MARK_METRICS = ['count', 'priority', 'isCalling', 'isReturned'] as const;

/** One mark of a map: an alarm by its id, or a cluster by its tile. */
export interface AlarmMark {
  readonly id: string;
  /** Degrees: of the alarm, or the middle of the cluster's alarms. */
  readonly loc: readonly [lon: number, lat: number];
  readonly count: number;
  /** Of the worst. */
  readonly priority: Priority;
  readonly isCalling: boolean;
  readonly isReturned: boolean;
}

/** What of an alarm its mark is made of. */
export interface MarkedAlarm {
  readonly id: string;
  readonly priority: Priority;
  readonly state: AlarmState;
  readonly isAnnunciated: boolean;
  readonly loc?: readonly [lon: number, lat: number] | undefined;
}

export type AlarmLook = 'filled' | 'returned' | 'shelved';

/** How an alarm is drawn: `returned`: its condition has ended; `shelved`: set aside, in the queue and not on a map. */
export function lookOf({ state }: { readonly state: AlarmState }): AlarmLook {
  if (state === 'shelved' || state === 'suppressed' || state === 'out-of-service') return 'shelved';
  return state === 'unacknowledged' || state === 'acknowledged' ? 'filled' : 'returned';
}

/** An operator is still asked to look. */
export function isCalling({ state }: { readonly state: AlarmState }): boolean {
  return state.endsWith('unacknowledged');
}

/** The level for a map zoom, counted in design pixels. */
export function markLevelOf(zoom: number): number {
  return Math.min(MARK_LEVELS.to, Math.max(MARK_LEVELS.from, Math.floor(zoom)));
}

/** The layer that holds the marks of a level. */
export function markLayerId(level: number): string {
  return `~alarms-${level}`;
}

export function isMarkChannel(channel: string): boolean {
  return channel.startsWith('layer:~alarms-');
}

/** The tile of a level in which an alarm stands: x from the date line, y from the north. */
export function markTileAt(
  [lon, lat]: readonly [lon: number, lat: number],
  level: number,
): { x: number; y: number } {
  return gridTileAt(toGridDeg(lon), toGridDeg(lat), level + FINER);
}

/** The id of a cluster. */
export function clusterId(level: number, { x, y }: { x: number; y: number }): string {
  return `cluster ${level + FINER}/${x}/${y}`;
}

/** The id that a cluster around a place has at a level, should there be one. */
export function markTileOf(loc: readonly [lon: number, lat: number], level: number): string {
  return clusterId(level, markTileAt(loc, level));
}

/** The marks that a layer holds. */
export function marksOf(table: LayerTable | undefined): AlarmMark[] {
  const marks: AlarmMark[] = [];
  if (table === undefined) return marks;
  const [count, priority, calling, returned] = table.metrics;
  for (let row = 0; row < table.rowCount; row++) {
    const id = table.names[row];
    if (id === undefined || Number.isNaN(table.lonDeg[row]!)) continue;
    marks.push({
      id,
      loc: [table.lonDeg[row]!, table.latDeg[row]!],
      count: count![row]!,
      priority: priority![row]! as Priority,
      isCalling: calling![row]! === 1,
      isReturned: returned![row]! === 1,
    });
  }
  return marks;
}
