import { WINDOW_MS, type WindowRow } from '../../history/history-query.ts';
import type { Period } from '../../insight/group-figures.ts';
import { wardAround } from '../../insight/neighbourhood.ts';
import { PipelineRefusal } from '../../pipeline/pipeline-refusal.ts';
import type { ApiDeps, Room } from '../api-deps.ts';
import { isoTime } from '../iso-time.ts';
import { metricsOf, partsOf } from './incident-series.ts';

/** What people ask about first in a ward. Roads have hundreds of stretches: they have the map. */
const FIRST = ['air', 'noise', 'flood', 'rain', 'river', 'water'];
const LEFT_OUT = new Set(['traffic', 'transit']);
const MOST_SERIES = 16;
/** Longer than this, hours are too many to ask for sixteen series: days then. */
const LONGEST_HOURLY_MS = 32 * 86_400_000;

export interface AreaMeasure {
  domain: string;
  entity: string;
  metric: string;
  name: { vi: string; en: string };
  window: 'PT1H' | 'P1D';
  /** Windows in which anything was measured, of those that the period has had so far. */
  windows: number;
  expected: number;
  n: number;
  /** By readings; null where nothing was measured. */
  mean: number | null;
  /** The greatest reading, and the window that holds it. */
  max: number | null;
  maxAt: string | null;
}

/** Air, noise, floods and what else stands in a ward over a period, from settled windows. */
export async function areaMeasures(
  code: string,
  period: Period,
  { room, deps }: { room: Room; deps: Pick<ApiDeps, 'foldConfig' | 'zoneOfFeed'> },
): Promise<{ measures: AreaMeasure[]; measuresInAll: number; measuresProblem: string | null }> {
  const config = deps.foldConfig();
  const places = config.alarms?.places ?? {};
  const wanted = wardAround({ code }, places)
    .map((key) => ({ key, ...partsOf(key) }))
    .filter(({ domain }) => !LEFT_OUT.has(domain))
    .sort((a, b) => rankOf(a.domain) - rankOf(b.domain))
    .flatMap((each) => metricsOf(each.key, config).map((metric) => ({ ...each, metric })));
  const window = period.toMs - period.fromMs <= LONGEST_HOURLY_MS ? 'PT1H' : 'P1D';
  const lengthMs = window === 'PT1H' ? WINDOW_MS.PT1H : 86_400_000;
  const untilMs = Math.min(period.toMs, period.nowMs);
  const span = { fromMs: period.fromMs, toMs: untilMs };
  const asked = wanted
    .slice(0, MOST_SERIES)
    .map(async ({ key, domain, entity, metric }): Promise<AreaMeasure> => {
      const query = {
        domain,
        entity,
        metric,
        window,
        ...span,
        zone: config.zone,
        zoneOfFeed: deps.zoneOfFeed,
      } as const;
      const { rows } = await room.history.windows({ ...query, maxRows: 1_000 });
      const name = places[key]?.name ?? { vi: entity, en: entity };
      const expected = Math.max(0, Math.ceil((untilMs - period.fromMs) / lengthMs));
      return { ...{ domain, entity, metric, name, window, expected }, ...summed(rows) };
    });
  try {
    return { measures: await Promise.all(asked), measuresInAll: wanted.length, measuresProblem: null };
  } catch (error) {
    if (!(error instanceof PipelineRefusal)) throw error;
    return { measures: [], measuresInAll: wanted.length, measuresProblem: error.code };
  }
}

function summed(rows: readonly WindowRow[]): Pick<AreaMeasure, 'windows' | 'n' | 'mean' | 'max' | 'maxAt'> {
  const n = rows.reduce((all, row) => all + row.n, 0);
  if (n === 0) return { windows: 0, n: 0, mean: null, max: null, maxAt: null };
  const top = rows.reduce((best, row) => (row.max > best.max ? row : best));
  const mean = rows.reduce((all, row) => all + row.sum, 0) / n;
  return { windows: rows.length, n, mean, max: top.max, maxAt: isoTime(top.startMs) };
}

function rankOf(domain: string): number {
  const at = FIRST.indexOf(domain);
  return at < 0 ? FIRST.length : at;
}
