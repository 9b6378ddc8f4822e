import { freshnessOf } from './freshness.ts';
import type { Freshness } from './freshness.ts';
import { useIsLinkLost } from './use-is-link-lost.ts';
import { useNowMs } from './use-now.ts';

/** The freshness of a figure, looked at once per second. */
export function useFreshness(eventTimeMs: number | null, periodMs: number): Freshness {
  const nowMs = useNowMs();
  const linkLost = useIsLinkLost();
  return freshnessOf({ eventTimeMs, periodMs, nowMs, linkLost });
}
