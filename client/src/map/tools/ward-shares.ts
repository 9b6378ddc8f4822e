import type { CityState, LayerTable } from '@metropane/live-state';
import { openIncidents } from '../../live/incident-order.ts';
import type { CityGround, LonLat } from '../../live/city-ground.ts';
import { SPEED_VALID_MS } from '../traffic-level.ts';

/** A figure of one ward; `n`: what it is made of. A ward without a figure is not in the answer: it is missing, not 0. */
export interface WardFigure {
  value: number;
  n: number;
}

/** Fewer stretches say nothing of a ward. */
export const FEWEST_STRETCHES = 3;

/**
 * The ward of a place by the nearest centroid: exact where wards are the cells of their centroids (`derived`), near their borders a guess where
 * they are the legal ones.
 */
export function wardFinder(units: CityGround['units']): (loc: LonLat) => string | null {
  const squash = Math.cos(((units[0]?.centroid[1] ?? 0) * Math.PI) / 180);
  return ([lon, lat]) => {
    let [code, nearest] = [null as string | null, Infinity];
    for (const unit of units) {
      const square = ((unit.centroid[0] - lon) * squash) ** 2 + (unit.centroid[1] - lat) ** 2;
      if (square < nearest) [code, nearest] = [unit.code, square];
    }
    return code;
  };
}

/** The ward of each road segment, by its middle point. */
export function segmentWards({
  units,
  segments,
}: Pick<CityGround, 'units' | 'segments'>): Map<string, string> {
  const find = wardFinder(units);
  const wards = new Map<string, string>();
  for (const { id, points } of segments) {
    const middle = points[points.length >> 1];
    const code = middle === undefined ? null : find(middle);
    if (code !== null) wards.set(id, code);
  }
  return wards;
}

/** Mean of speed over free-flow speed of the stretches of each ward that have a current speed; wards with few of them are left out. */
export function wardSpeeds(
  table: LayerTable | undefined,
  { segments, wards, nowMs }: { segments: CityGround['segments']; wards: Map<string, string>; nowMs: number },
): Map<string, WardFigure> {
  const freeFlow = new Map(segments.map(({ id, freeFlowKmh }) => [id, freeFlowKmh]));
  const speeds = table?.metrics[table.schema.metrics.indexOf('speedKmh')];
  const sums = new Map<string, WardFigure>();
  for (let row = 0; row < (table?.rowCount ?? 0); row++) {
    const id = table!.names[row] ?? '';
    const [code, free, speed] = [wards.get(id), freeFlow.get(id) ?? 0, speeds?.[row] ?? Number.NaN];
    const isCurrent = nowMs - table!.eventTimeMs[row]! <= SPEED_VALID_MS;
    if (code === undefined || !isCurrent || Number.isNaN(speed) || free <= 0) continue;
    const { value, n } = sums.get(code) ?? { value: 0, n: 0 };
    sums.set(code, { value: value + speed / free, n: n + 1 });
  }
  return new Map(
    [...sums]
      .filter(([, { n }]) => n >= FEWEST_STRETCHES)
      .map(([code, { value, n }]) => [code, { value: value / n, n }]),
  );
}

/** Open incidents with a place, by ward. Every ward is in the answer: none is a count too. */
export function wardIncidents(state: CityState, units: CityGround['units']): Map<string, WardFigure> {
  const find = wardFinder(units);
  const counts = new Map<string, WardFigure>(units.map(({ code }) => [code, { value: 0, n: 0 }]));
  for (const { loc } of openIncidents(state.records.incident.values())) {
    const figure = loc === undefined ? undefined : counts.get(find(loc) ?? '');
    if (figure === undefined) continue;
    figure.value += 1;
    figure.n += 1;
  }
  return counts;
}

/** Which class a figure falls into: how many of the ascending `bounds` it reaches. */
export function classOf(value: number, bounds: readonly number[]): number {
  let reached = 0;
  while (reached < bounds.length && value >= bounds[reached]!) reached += 1;
  return reached;
}
