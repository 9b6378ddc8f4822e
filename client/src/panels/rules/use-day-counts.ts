import { useCallback, useMemo } from 'react';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 60_000;

interface ActivityAnswer {
  items: { ruleId: string; annunciated: number }[];
}

/** Annunciated alarms of the last 24 h by rule; null while nobody has told. A rule that is not in it called nobody. */
export function useDayCounts(): ReadonlyMap<string, number> | null {
  const { api, live } = useCentre();
  const question = useCallback(() => {
    const toMs = Math.floor(live.clock.nowMs());
    return api.get<ActivityAnswer>(`/rule-activity?from=${toMs - DAY_MS}&to=${toMs}`);
  }, [api, live]);
  const { value } = useAnswer(question, EVERY_MS);
  return useMemo(
    () => value && new Map(value.items.map(({ ruleId, annunciated }) => [ruleId, annunciated])),
    [value],
  );
}
