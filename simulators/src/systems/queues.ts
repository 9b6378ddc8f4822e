import type { CityEvents } from './city-event.ts';

/**
 * What events leave of the speed of each segment. The queue grows upstream by one segment in six minutes, up to four, and
 * dissolves in the last minutes of the event. Asked for every ten seconds of simulated time, kept in between.
 */
export function makeSlowdown(
  events: CityEvents,
  segments: readonly { readonly roadId: string }[],
): (segment: number, tMs: number) => number {
  let known = { step: Number.NaN, shares: new Map<number, number>() };
  return (segment, tMs) => {
    const step = Math.floor(tMs / 10_000);
    if (step !== known.step) known = { step, shares: sharesAt(events, segments, step * 10_000) };
    return known.shares.get(segment) ?? 1;
  };
}

function sharesAt(
  events: CityEvents,
  segments: readonly { readonly roadId: string }[],
  tMs: number,
): Map<number, number> {
  const shares = new Map<number, number>();
  for (const { blocks, startMs, endMs } of events.activeAt(tMs)) {
    if (blocks === undefined) continue;
    const ramp = Math.min(1, (tMs - startMs) / 240_000, (endMs - tMs) / 480_000);
    const reach = Math.min(4, Math.floor((tMs - startMs) / 360_000));
    for (let k = 0; k <= reach; k += 1) {
      const index = blocks.segment + k * blocks.upstream;
      if (segments[index]?.roadId !== segments[blocks.segment]?.roadId) break;
      const lost = (1 - blocks.speedLeft) * ramp * 0.72 ** k;
      shares.set(index, (shares.get(index) ?? 1) * (1 - lost));
    }
  }
  return shares;
}
