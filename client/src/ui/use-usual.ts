import { useEffect, useState } from 'react';
import { useCentre } from '../live/centre-context.ts';
import type { Centre } from '../live/centre-context.ts';
import { Problem } from '../live/centre-port.ts';
import { UsualStore } from '../live/usual-store.ts';
import type { UsualAnswer, UsualPoint } from '../live/usual-store.ts';
import { civilTime } from './format.ts';

const DAY_MS = 86_400_000;
/** A longer time is looked at for its shape; what is usual in it is not told. */
export const MOST_USUAL_DAYS = 8;
const AGAIN_MS = 30 * 60_000;
const RETRY_MS = 10_000;

/** What is usual in a range: by the start of its five minutes or hour. */
export interface Usual {
  /** Null until the first answer. */
  answers: readonly UsualAnswer[] | null;
  at: (timeMs: number) => UsualPoint | null;
  problem: Problem | null;
}

const NOTHING: Usual = { answers: null, at: () => null, problem: null };
const stores = new WeakMap<Centre['api'], UsualStore>();

/** `source`: a query of `/trends/…`, null = ask nothing. The range of more than eight days has no band. */
export function useUsual(
  source: string | null,
  window: 'PT5M' | 'PT1H',
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Usual {
  const { api, live, ground } = useCentre();
  const key = source === null ? '' : `${source} ${window} ${daysIn(fromMs, toMs, ground.zone).join(' ')}`;
  const [state, setState] = useState<{ key: string; usual: Usual }>({ key: '', usual: NOTHING });
  const [times, setTimes] = useState(0);
  const isTooLong = toMs - fromMs > MOST_USUAL_DAYS * DAY_MS;
  useEffect(
    function askUsual() {
      if (source === null || isTooLong) return undefined;
      let isGone = false;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const again = (afterMs: number): void =>
        void (timer = setTimeout(() => setTimes((n) => n + 1), afterMs));
      const store = stores.get(api) ?? new UsualStore(api, () => live.clock.nowMs());
      stores.set(api, store);
      const days = key.split(' ').slice(2);
      Promise.all(days.map((day) => store.ask(source, window, { day, atMs: Date.parse(day) }))).then(
        (answers) => {
          if (isGone) return;
          setState({ key, usual: { answers, at: finder(answers, window), problem: null } });
          again(AGAIN_MS);
        },
        (problem: unknown) => {
          if (!(problem instanceof Problem)) throw problem;
          if (isGone) return;
          setState({ key, usual: { ...NOTHING, problem } });
          again(RETRY_MS);
        },
      );
      return () => {
        isGone = true;
        clearTimeout(timer);
      };
    },
    [api, live, key, source, window, isTooLong, times],
  );
  return state.key === key && source !== null && !isTooLong ? state.usual : NOTHING;
}

/** One instant of each civil day that the range touches, as text: its noon, so that every range of a day asks the same. */
export function daysIn(fromMs: number, toMs: number, zone: string): string[] {
  const noons = new Set<number>();
  for (let t = fromMs; t < toMs + DAY_MS / 2; t += DAY_MS / 2)
    noons.add(noonOf(Math.min(t, Math.max(fromMs, toMs - 1)), zone));
  return [...noons].map((noonMs) => new Date(noonMs).toISOString());
}

function noonOf(atMs: number, zone: string): number {
  const { hour, minute, second } = civilTime(atMs, zone);
  const sinceMidnight = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000;
  return Math.floor(atMs / 1_000) * 1_000 - sinceMidnight + DAY_MS / 2;
}

function finder(answers: readonly UsualAnswer[], window: 'PT5M' | 'PT1H'): Usual['at'] {
  const stepMs = window === 'PT5M' ? 300_000 : 3_600_000;
  const points = new Map(answers.flatMap(({ items }) => items.map((item) => [Date.parse(item.start), item])));
  return (timeMs) => points.get(Math.floor(timeMs / stepMs) * stepMs) ?? null;
}
