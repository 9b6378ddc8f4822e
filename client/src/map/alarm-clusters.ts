/**
 * Alarms that stand too close to be told apart, gathered into one mark that says how many they are and how bad the worst is. A
 * life-threatening one is never gathered: it stands for itself, whatever is around it. Cells lie on the world, not on the screen, so a map
 * that is moved shows the same clusters.
 */
import type { Priority } from '@metropane/live-state';
import type { LonLat } from '../live/city-ground.ts';
import { latitudeOf, longitudeOf, mercatorX, mercatorY } from './mercator.ts';

export interface PlacedMark {
  readonly id: string;
  readonly priority: Priority;
  readonly loc?: LonLat | undefined;
}

/** One mark of a map: an alarm, or several. */
export interface AlarmCluster<T extends PlacedMark> {
  /** Of the alarm, or of the cell that the cluster stands for. */
  id: string;
  /** Middle of its alarms, degrees. */
  loc: LonLat;
  /** The most urgent first, of equal ones as given. */
  alarms: readonly T[];
}

/** So few alarms of a cell can stand beside each other. */
const MOST_SINGLE = 3;
const TILE_PX = 512;

/**
 * Marks of all alarms that have a place: life-threatening ones first, each alone, then by their worst. `cellPx` is the width of a cell in
 * design pixels at a whole zoom. O(n).
 */
export function clusterAlarms<T extends PlacedMark>(
  alarms: readonly T[],
  { zoom, cellPx }: { zoom: number; cellPx: number },
): AlarmCluster<T>[] {
  const perWorld = (TILE_PX * 2 ** Math.floor(zoom)) / cellPx;
  const singles: AlarmCluster<T>[] = [];
  const cells = new Map<string, T[]>();
  for (const alarm of alarms) {
    if (alarm.loc === undefined) continue;
    if (alarm.priority === 1) singles.push(alone(alarm));
    else {
      const [x, y] = [mercatorX(alarm.loc[0]), mercatorY(alarm.loc[1])];
      const cell = `${Math.floor(x * perWorld)}/${Math.floor(y * perWorld)}`;
      const others = cells.get(cell);
      if (others === undefined) cells.set(cell, [alarm]);
      else others.push(alarm);
    }
  }
  const gathered = [...cells].flatMap(([cell, inside]) =>
    inside.length <= MOST_SINGLE ? inside.map(alone) : [together(`${Math.floor(zoom)}/${cell}`, inside)],
  );
  return [...singles, ...gathered.sort((a, b) => a.alarms[0]!.priority - b.alarms[0]!.priority)];
}

/** As `clusterAlarms`, with cells so large that no more than `most` marks are left beside the life-threatening ones. */
export function clusterWithin<T extends PlacedMark>(
  alarms: readonly T[],
  { zoom, cellPx, most }: { zoom: number; cellPx: number; most: number },
): AlarmCluster<T>[] {
  let marks = clusterAlarms(alarms, { zoom, cellPx });
  for (let coarser = zoom - 1; coarser >= 0 && countGathered(marks) > most; coarser--)
    marks = clusterAlarms(alarms, { zoom: coarser, cellPx });
  return marks;
}

function countGathered(marks: readonly AlarmCluster<PlacedMark>[]): number {
  return marks.filter(({ alarms }) => alarms[0]!.priority !== 1).length;
}

function alone<T extends PlacedMark>(alarm: T): AlarmCluster<T> {
  return { id: alarm.id, loc: alarm.loc!, alarms: [alarm] };
}

function together<T extends PlacedMark>(cell: string, inside: readonly T[]): AlarmCluster<T> {
  const mean = (of: (loc: LonLat) => number): number =>
    inside.reduce((sum, { loc }) => sum + of(loc!), 0) / inside.length;
  const x = mean(([lon]) => mercatorX(lon));
  const y = mean(([, lat]) => mercatorY(lat));
  return {
    id: `cluster ${cell}`,
    loc: [longitudeOf(x), latitudeOf(y)],
    alarms: inside.toSorted((a, b) => a.priority - b.priority),
  };
}
