import type { Spark } from '@metropane/live-state';
import { useEffect, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import type { NearbyEntity } from '../live/nearby-entities.ts';

/** Most stations report every five minutes: in shorter windows their trend would be a row of dots. */
export const STEP_MS = 300_000;
export const SPAN_MS = 12 * STEP_MS;
const ASK_EVERY_MS = 60_000;

/** The settled windows of the last hour; null until the first answer. `problem`: why the last question had none. */
export interface LastHour {
  spark: Spark | null;
  problem: Problem | null;
}

/** Asked for once per minute; what is known stays while a question fails, and moves to the left as its hour passes. */
export function useLastHour({ domain, entity, metric }: NearbyEntity): LastHour {
  const { api, live } = useCentre();
  const [last, setLast] = useState<LastHour>({ spark: null, problem: null });
  useEffect(
    function askEveryMinute() {
      let isGone = false;
      const ask = (): void => {
        const toMs = Math.ceil(live.clock.nowMs() / STEP_MS) * STEP_MS;
        const fromMs = toMs - SPAN_MS;
        api.windows({ domain, entity, metric, window: 'PT5M', fromMs, toMs }).then(
          (rows) => {
            if (!isGone) setLast({ spark: sparkOf(rows, fromMs), problem: null });
          },
          (problem: unknown) => {
            if (!(problem instanceof Problem)) throw problem;
            if (!isGone) setLast((before) => ({ spark: movedTo(fromMs, before.spark), problem }));
          },
        );
      };
      ask();
      const timer = setInterval(ask, ASK_EVERY_MS);
      return () => {
        isGone = true;
        clearInterval(timer);
      };
    },
    [api, live, domain, entity, metric],
  );
  return last;
}

export function sparkOf(rows: readonly { start: string; mean: number | null }[], startMs: number): Spark {
  const values = Array<number | null>(SPAN_MS / STEP_MS).fill(null);
  for (const row of rows) {
    const at = Math.floor((Date.parse(row.start) - startMs) / STEP_MS);
    if (at >= 0 && at < values.length) values[at] = row.mean;
  }
  return { startMs, stepMs: STEP_MS, values };
}

/** What was known of an hour, where it stands in a later one; null when nothing of it is left. */
export function movedTo(startMs: number, spark: Spark | null): Spark | null {
  if (spark === null) return null;
  const by = Math.round((startMs - spark.startMs) / STEP_MS);
  const values = spark.values.map((_, at) => spark.values[at + by] ?? null);
  return values.every((value) => value === null) ? null : { startMs, stepMs: STEP_MS, values };
}
