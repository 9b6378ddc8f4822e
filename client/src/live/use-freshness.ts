import { useLink } from './use-live.ts';
import { freshnessOf } from './freshness.ts';
import type { Freshness } from './freshness.ts';
import { useNowMs } from './use-now.ts';

/** The freshness of a figure, looked at once per second. */
export function useFreshness(eventTimeMs: number | null, periodMs: number): Freshness {
  const nowMs = useNowMs();
  const link = useLink();
  return freshnessOf({ eventTimeMs, periodMs, nowMs, linkLost: link.phase === 'lost' });
}
