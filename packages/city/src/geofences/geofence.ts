import type { OpenRing } from './ring.ts';

/** What a fence is for: keep an eye on, let nobody in, bring people out, gather forces. */
export const GEOFENCE_KINDS = ['watch', 'closed', 'evacuation', 'assembly'] as const;
export type GeofenceKind = (typeof GEOFENCE_KINDS)[number];

/** What a person decides of a fence. */
export interface GeofenceDraft {
  readonly name: string;
  /** Why it is drawn. */
  readonly purpose: string;
  readonly kind: GeofenceKind;
  /** Degrees, longitude first; the first point is not repeated. Simple: it nowhere meets itself. */
  readonly ring: OpenRing;
  /** When it ends by itself, epoch milliseconds; null = it stands until somebody takes it away. */
  readonly expiresAtMs: number | null;
}

/** An area that a person drew on the map for a purpose. */
export interface Geofence extends GeofenceDraft {
  readonly id: string;
  /** 1 when drawn, raised with every change. */
  readonly revision: number;
  /** Units of the city that it touches, as of the city's boundaries when it was drawn; ascending codes. */
  readonly units: readonly GeofenceUnit[];
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly changedBy: string;
  readonly changedAtMs: number;
}

export interface GeofenceUnit {
  readonly code: string;
  readonly name: string;
}
