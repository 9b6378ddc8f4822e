import { GEOFENCE_KINDS, LONGEST_LIFE_MS, type GeofenceKind } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';
import type { LonLat } from '../../live/city-ground.ts';

/** Hours that a fence stands from when it is saved; `as-is`: the end that it has. */
export const LIVES = ['as-is', 'none', '4', '12', '24', '72', '168', '720'] as const;
export type FenceLife = (typeof LIVES)[number];

/** A fence that somebody draws or changes and has not saved. */
export interface FenceDraft {
  /** Null: it is new. */
  readonly id: string | null;
  /** Of the fence as it was when the change began. */
  readonly revision: number;
  readonly points: readonly LonLat[];
  readonly name: string;
  readonly purpose: string;
  readonly kind: GeofenceKind;
  readonly life: FenceLife;
  readonly expiresAtMs: number | null;
}

export const NEW_FENCE: FenceDraft = {
  ...{ id: null, revision: 0, points: [], name: '', purpose: '', kind: 'watch' },
  ...{ life: 'none', expiresAtMs: null },
};
const HOUR_MS = 3_600_000;
/** The clocks of desk and centre may differ by so much. */
const CLOCK_MARGIN_MS = 60_000;

export function draftOf(fence: GeofenceRecord): FenceDraft {
  const { id, revision, ring, name, purpose, kind, expiresAtMs } = fence;
  return { id, revision, points: ring, name, purpose, kind, life: 'as-is', expiresAtMs };
}

/** What the centre is asked to keep. */
export function fenceOfDraft(draft: FenceDraft, nowMs: number): object {
  const { name, purpose, kind, points, life, expiresAtMs } = draft;
  const longest = nowMs + LONGEST_LIFE_MS - CLOCK_MARGIN_MS;
  const hours = Number(life);
  const ends =
    life === 'as-is' ? expiresAtMs : life === 'none' ? null : Math.min(nowMs + hours * HOUR_MS, longest);
  return { name, purpose, kind, ring: points, expiresAtMs: ends };
}

/** The draft that `text` keeps; null where it keeps none that this page understands. */
export function parseFenceDraft(text: string): FenceDraft | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    // Nothing, or somebody else's words under our name.
    return null;
  }
  if (typeof kept !== 'object' || kept === null) return null;
  const { id, revision, points, name, purpose, kind, life, expiresAtMs } = kept as Record<string, unknown>;
  const isWhole =
    (id === null || typeof id === 'string') &&
    typeof revision === 'number' &&
    (Array.isArray as (value: unknown) => value is unknown[])(points) &&
    points.every(isPlace) &&
    typeof name === 'string' &&
    typeof purpose === 'string' &&
    (expiresAtMs === null || typeof expiresAtMs === 'number');
  const [knownKind, knownLife] = [GEOFENCE_KINDS.find((k) => k === kind), LIVES.find((l) => l === life)];
  if (!isWhole || knownKind === undefined || knownLife === undefined) return null;
  return {
    id,
    revision,
    points: points as LonLat[],
    name,
    purpose,
    kind: knownKind,
    life: knownLife,
    expiresAtMs,
  };
}

function isPlace(point: unknown): boolean {
  return Array.isArray(point) && point.length === 2 && point.every((each) => Number.isFinite(each));
}
