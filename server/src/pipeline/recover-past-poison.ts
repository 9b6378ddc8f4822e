import type { CrashMarker } from './crash-marker.ts';
import { FoldFault } from './fold-fault.ts';

/**
 * Recovers the room although a record breaks the fold (DESIGN 9.15). The first crash at a record ends the process with a marker;
 * the second one, here, passes it over for ever: `keepSkip` makes that durable before `recover` begins anew, from a fresh room,
 * since a fold that threw may have left half of its work. One bad record met, others behind it are passed over at once: one
 * restart for each would be the crash loop again.
 */
export async function recoverPastPoison<T>(parts: {
  recover: (skips: ReadonlySet<number>) => T;
  /** Records passed over by earlier starts. */
  skips: Iterable<number>;
  marker: CrashMarker;
  keepSkip: (fault: FoldFault) => Promise<void>;
}): Promise<{ recovered: T; skipped: FoldFault[] }> {
  const { recover, marker, keepSkip } = parts;
  const skips = new Set(parts.skips);
  const skipped: FoldFault[] = [];
  for (;;) {
    try {
      const recovered = recover(skips);
      marker.clear();
      return { recovered, skipped };
    } catch (error) {
      if (!(error instanceof FoldFault)) throw error;
      if (skipped.length === 0 && marker.offset !== error.offset) {
        marker.write(error);
        throw error;
      }
      await keepSkip(error);
      skips.add(error.offset);
      skipped.push(error);
    }
  }
}
