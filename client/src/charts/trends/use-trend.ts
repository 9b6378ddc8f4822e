import { useEffect, useMemo, useState } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { Problem } from '../../live/centre-port.ts';
import { useUsual } from '../../ui/use-usual.ts';
import type { Usual } from '../../ui/use-usual.ts';
import type { Axis } from './time-span.ts';
import { windowFor } from './time-span.ts';
import { figureQuery, WINDOW_MS } from './trend-answers.ts';
import type { TrendAnswer, TrendFigure, TrendItem, TrendWindow } from './trend-answers.ts';
import { trendPoints } from './trend-points.ts';
import type { TrendPoints } from './trend-points.ts';

/** A live stretch is asked for again each minute, in windows of an hour every five. */
const EVERY_MS: Readonly<Record<TrendWindow, number>> = { PT1M: 60_000, PT5M: 60_000, PT1H: 300_000 };
const RETRY_MS = 5_000;

export interface Trend {
  window: TrendWindow;
  points: TrendPoints;
  usual: Usual;
  /** Null: nothing was answered for this stretch yet. */
  isAnswered: boolean;
  /** Why the last question had no answer; what is drawn is then of before. */
  problem: Problem | null;
}

/** A figure over a stretch of time with what is usual in it; a live one is asked for again while it is shown. */
export function useTrend(
  figure: TrendFigure,
  { axis, isLive, nowMs }: { axis: Axis; isLive: boolean; nowMs: number },
): Trend {
  const window = windowFor(axis.toMs - axis.fromMs, figure.windows);
  const { items, problem } = useItems(figure, { window, axis, isLive });
  const query = figure.hasUsual ? figureQuery(figure) : null;
  const usual = useUsual(query, window === 'PT1H' ? 'PT1H' : 'PT5M', axis);
  const minuteMs = Math.floor(nowMs / 60_000) * 60_000;
  const { fromMs, toMs } = axis;
  const points = useMemo(
    () => trendPoints(items ?? [], { axis: { fromMs, toMs }, window, nowMs: minuteMs, usualAt: usual.at }),
    [items, fromMs, toMs, window, minuteMs, usual.at],
  );
  return { window, points, usual, isAnswered: items !== null, problem };
}

interface Kept {
  key: string;
  items: readonly TrendItem[] | null;
  problem: Problem | null;
}

/** While a live chart moves on, what it knew stays until the next answer: it is drawn where it was measured. */
function useItems(
  figure: TrendFigure,
  { window, axis: { fromMs, toMs }, isLive }: { window: TrendWindow; axis: Axis; isLive: boolean },
): Omit<Kept, 'key'> {
  const { api } = useCentre();
  const [kept, setKept] = useState<Kept>({ key: '', items: null, problem: null });
  const query = figureQuery(figure);
  // Of a live stretch only its length is a new question at once; that it moved on waits for the next turn.
  const key = `${query} ${window} ${isLive ? `live ${toMs - fromMs}` : `${fromMs} ${toMs}`}`;
  const stepMs = WINDOW_MS[window];
  // On whole windows: the first one that is shown begins before the left edge.
  const askedFromMs = Math.floor(fromMs / stepMs) * stepMs;
  const turn = isLive ? Math.floor(toMs / EVERY_MS[window]) : 0;
  useEffect(
    function askItems() {
      let isGone = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const ask = (): void => {
        const path = `/trends/windows?${query}&window=${window}&from=${askedFromMs}&to=${toMs}`;
        api.get<TrendAnswer>(path).then(
          ({ items }) => {
            if (!isGone) setKept({ key, items, problem: null });
          },
          (problem: unknown) => {
            if (!(problem instanceof Problem)) throw problem;
            if (isGone) return;
            setKept((before) => ({ key, items: before.key === key ? before.items : null, problem }));
            if (problem.status === 0 || problem.status === 503) timer = setTimeout(ask, RETRY_MS);
          },
        );
      };
      ask();
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    },
    // `key` and `turn` stand for all that is asked: the edges of a live stretch alone make no new question.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [api, key, turn],
  );
  return kept.key === key ? kept : { items: null, problem: null };
}
