import type { Priority, Text } from '@metropane/live-state';

export type TrendWindow = 'PT1M' | 'PT5M' | 'PT1H';

export const WINDOW_MS: Readonly<Record<TrendWindow, number>> = {
  PT1M: 60_000,
  PT5M: 300_000,
  PT1H: 3_600_000,
};

/** A figure of `GET /trends`, or one series, which has no name of its own there. */
export interface TrendFigure {
  id: string;
  name: Text | null;
  unit: string | null;
  decimals: number | null;
  domain: string;
  metric: string;
  entities: readonly string[];
  windows: readonly TrendWindow[];
  levels: readonly { priority: Priority; value: number; name?: Text }[];
  periodMs: number | null;
  hasUsual: boolean;
}

export interface TrendList {
  items: TrendFigure[];
  /** Figures that history cannot tell. */
  untold: string[];
}

/** One settled window of a figure; windows that nobody measured in are absent. */
export interface TrendItem {
  start: string;
  end: string;
  value: number | null;
  n: number;
  /** Readings that it was promised; null: nobody promised any. */
  expected: number | null;
  late: number;
  revision: number;
  final: boolean;
  exact: boolean;
}

export interface TrendAnswer {
  figure: string;
  window: TrendWindow;
  entities: number;
  items: TrendItem[];
}

/** The query of `/trends/…` for a figure. */
export function figureQuery({ id, domain, metric, entities }: TrendFigure): string {
  return id.startsWith('series/')
    ? new URLSearchParams({ domain, entity: entities[0] ?? '', metric }).toString()
    : new URLSearchParams({ figure: id }).toString();
}

/** One series by its id `series/{domain}/{entity}/{metric}`; null: no such id. */
export function seriesFigure(id: string): TrendFigure | null {
  const [kind, domain, entity, metric, ...rest] = id.split('/');
  if (kind !== 'series' || !domain || !entity || !metric || rest.length > 0) return null;
  return {
    ...{ id, name: null, unit: null, decimals: null, domain, metric, entities: [entity] },
    ...{ windows: ['PT1M', 'PT5M', 'PT1H'], levels: [], periodMs: null, hasUsual: true },
  };
}

/** Less than this of what was promised: the window is drawn as partial. */
const WHOLE_FROM = 0.8;

/** Whether a closed window has too few of its readings to stand for its time; an open one is not judged. */
export function isPartial({ n, expected, end }: TrendItem, nowMs: number): boolean {
  return expected !== null && Date.parse(end) <= nowMs && n < expected * WHOLE_FROM;
}
