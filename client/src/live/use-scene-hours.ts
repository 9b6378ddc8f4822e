import { createContext, useContext, useMemo } from 'react';
import type { HeatRecord, TrendRecord } from '@metropane/live-state';
import { heatWithin, spanOfScene, trendWithin, WHOLE_DAY_H } from './scene-span.ts';
import { useNowMs } from './use-now.ts';

/** How many hours of the day the scene of a wall shows. */
export const SceneHours = createContext(WHOLE_DAY_H);

const HOUR_MS = 3_600_000;

/** The lines of a panel as its scene shows them. The window moves on the hour, so charts are not drawn anew in between. */
export function useTrendsInScene(trends: readonly TrendRecord[]): readonly TrendRecord[] {
  const hours = useContext(SceneHours);
  const hourMs = useHourMs();
  return useMemo(
    () =>
      hours >= WHOLE_DAY_H
        ? trends
        : trends.map((trend) => trendWithin(trend, spanOfScene(trend.spark.startMs, hours, hourMs))),
    [trends, hours, hourMs],
  );
}

export function useHeatInScene(heat: HeatRecord): HeatRecord {
  const hours = useContext(SceneHours);
  const hourMs = useHourMs();
  return useMemo(
    () => (hours >= WHOLE_DAY_H ? heat : heatWithin(heat, spanOfScene(heat.startMs, hours, hourMs))),
    [heat, hours, hourMs],
  );
}

export function useSceneHours(): number {
  return useContext(SceneHours);
}

function useHourMs(): number {
  return Math.floor(useNowMs() / HOUR_MS) * HOUR_MS;
}
