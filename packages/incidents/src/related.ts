import { mayCause } from './causes.ts';
import { distanceM } from './grouping.ts';
import type { GroupingReason, RelatedIncident } from './incident-parts.ts';
import type { IncidentStore } from './incident-store.ts';
import type { Kept } from './kept-incident.ts';
import { isOlder } from './open-incidents.ts';

/** How far and how long after something may still look related to a person. */
const REACH_M = 1_500;
const REACH_MS = 3 * 3_600_000;
const WEIGHTS = { near: 0.4, sameTime: 0.3, sameNetwork: 0.3 };
/** Below this it is noise. */
const LEAST_SCORE = 0.25;
/** Neighbours looked at; a busy ward has some hundred. */
const MAX_LOOKED_AT = 500;

/** Open incidents that may have to do with `kept`, the likeliest first; of equal scores the older. */
export function relatedTo(store: IncidentStore, kept: Kept, limit: number): RelatedIncident[] {
  return store.open
    .neighbours(kept, MAX_LOOKED_AT)
    .map((other) => scored(kept, other))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score || (isOlder(a.incidentId, b.incidentId) ? -1 : 1))
    .slice(0, Math.max(0, limit));
}

function scored(kept: Kept, other: Kept): RelatedIncident {
  const metres = distanceOf(kept, other);
  const apartMs = gapMs(kept, other);
  const of = [...kept.common].find((place) => other.common.has(place));
  const isKin = areKin(kept, other);
  const near = metres === undefined ? (isOneWard(kept, other) ? 0.5 : 0) : Math.max(0, 1 - metres / REACH_M);
  const sameTime = Math.max(0, 1 - apartMs / REACH_MS);
  const sameNetwork = of === undefined ? (isKin ? 0.5 : 0) : 1;
  const score = WEIGHTS.near * near + WEIGHTS.sameTime * sameTime + WEIGHTS.sameNetwork * sameNetwork;
  const why: GroupingReason = {
    kind: of !== undefined || isKin ? 'shared-cause' : metres === undefined ? 'same-ward' : 'near',
    of: of ?? other.incident.id,
    afterMs: other.span.firstMs - kept.span.firstMs,
    ...(metres === undefined ? {} : { distanceM: Math.round(metres) }),
  };
  return {
    incidentId: other.incident.id,
    score: rounded(score),
    near: rounded(near),
    sameTime: rounded(sameTime),
    sameNetwork: rounded(sameNetwork),
    why,
  };
}

function distanceOf(kept: Kept, other: Kept): number | undefined {
  const a = kept.incident.loc;
  const b = other.incident.loc;
  return a === undefined || b === undefined ? undefined : distanceM(a, b);
}

/** 0 where their events overlap in time. */
function gapMs({ span: a }: Kept, { span: b }: Kept): number {
  return Math.max(0, b.firstMs - a.lastMs, a.firstMs - b.lastMs);
}

function isOneWard(kept: Kept, other: Kept): boolean {
  return kept.incident.unit !== undefined && kept.incident.unit.code === other.incident.unit?.code;
}

function areKin(kept: Kept, other: Kept): boolean {
  for (const one of kept.categories) {
    for (const two of other.categories) {
      if (one === two || mayCause(one, two) || mayCause(two, one)) return true;
    }
  }
  return false;
}

function rounded(share: number): number {
  return Math.round(share * 1_000) / 1_000;
}
