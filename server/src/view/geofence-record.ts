import { type Geofence, ringAreaM2 } from '@metropane/city';
import type { GeofenceRecord } from '@metropane/live-state';

/** A fence with what screens show of its size. */
export function geofenceRecord(fence: Geofence): GeofenceRecord {
  return { ...fence, areaM2: Math.round(ringAreaM2(fence.ring)) };
}
