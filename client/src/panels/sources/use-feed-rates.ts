import { useCallback, useMemo } from 'react';
import type { Spark } from '@metropane/live-state';
import { useCentre } from '../../live/centre-context.ts';
import { useAnswer } from '../../live/use-answer.ts';
import type { FeedRates } from './feed-answers.ts';

const ASK_EVERY_MS = 30_000;

/** Readings per minute of the last hour by feed; empty until the first answer. */
export function useFeedRates(): ReadonlyMap<string, Spark> {
  const { api } = useCentre();
  const question = useCallback(() => api.get<FeedRates>('/feeds'), [api]);
  const { value } = useAnswer(question, ASK_EVERY_MS);
  return useMemo(
    () =>
      new Map(
        (value?.items ?? []).map(({ id, perMinute }) => [
          id,
          { startMs: Date.parse(perMinute.start), stepMs: 60_000, values: perMinute.received },
        ]),
      ),
    [value],
  );
}
