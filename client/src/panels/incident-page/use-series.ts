import { useEffect, useMemo, useState } from 'react';
import type { CityState } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import type { WindowRow } from '../../live/centre-port.ts';
import { nearbyEntities } from '../../live/nearby-entities.ts';
import type { NearbyEntity } from '../../live/nearby-entities.ts';
import type { LonLat } from '../../live/city-ground.ts';
import type { TimeAxis } from './time-axis.ts';

/** The settled windows of one measured thing near the incident. */
export interface NearSeries {
  near: NearbyEntity;
  /** Null until the first answer. */
  rows: readonly WindowRow[] | null;
  problem: Problem | null;
}

export const MOST_SERIES = 5;
const ASK_EVERY_MS = 30_000;

/** The nearest measured thing of each kind, with its windows on the axis, asked again every half minute. */
export function useNearSeries(loc: LonLat | undefined, axis: TimeAxis): NearSeries[] {
  const { api, ground } = useCentre();
  const near = useMemo(
    () => (loc === undefined ? [] : nearbyEntities(ground, loc).slice(0, MOST_SERIES)),
    [ground, loc],
  );
  const [answers, setAnswers] = useState<ReadonlyMap<string, Omit<NearSeries, 'near'>>>(new Map());
  const { fromMs, toMs, window } = axis;
  useEffect(
    function askSeries() {
      let isGone = false;
      const keep = (key: string, answer: Omit<NearSeries, 'near'>): void => {
        if (!isGone) setAnswers((before) => new Map(before).set(key, answer));
      };
      const ask = (): void => {
        for (const { domain, entity, metric } of near) {
          const key = `${domain}/${entity}`;
          api.windows({ domain, entity, metric, window, fromMs, toMs }).then(
            (rows) => keep(key, { rows, problem: null }),
            (error: unknown) => {
              if (!(error instanceof Problem)) throw error;
              keep(key, { rows: null, problem: error });
            },
          );
        }
      };
      ask();
      const timer = setInterval(ask, ASK_EVERY_MS);
      return () => {
        isGone = true;
        clearInterval(timer);
      };
    },
    [api, near, window, fromMs, toMs],
  );
  return near.map((each) => {
    const answer = answers.get(`${each.domain}/${each.entity}`);
    return { near: each, rows: answer?.rows ?? null, problem: answer?.problem ?? null };
  });
}

/** The limit that an alarm of this thing broke, when one stands: the dashed line of its series. */
export function limitOf({ domain, entity }: NearbyEntity, { records }: CityState): number | null {
  for (const alarm of records.alarm.values())
    if (alarm.domain === domain && alarm.entity === entity && alarm.trigger.limit !== null)
      return alarm.trigger.limit;
  return null;
}
