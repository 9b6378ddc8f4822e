import { distanceM } from '@metropane/incidents';
import type { CityGround, LonLat } from './city-ground.ts';

/** A measured thing near a place. */
export interface NearbyEntity {
  domain: string;
  entity: string;
  name: { vi: string; en: string };
  metric: string;
  distanceM: number;
}

/** The nearest station of each domain and the nearest road stretch, nearest first, none farther than `withinM`. */
export function nearbyEntities(ground: CityGround, loc: LonLat, withinM = 4_000): NearbyEntity[] {
  const nearest = new Map<string, NearbyEntity>();
  const offer = (candidate: NearbyEntity): void => {
    const known = nearest.get(candidate.domain);
    if (
      candidate.distanceM <= withinM &&
      candidate.distanceM < (known?.distanceM ?? Number.POSITIVE_INFINITY)
    ) {
      nearest.set(candidate.domain, candidate);
    }
  };
  const metricOf = new Map(ground.layers.map((layer) => [layer.id, layer.metrics[0]]));
  for (const { domain, entity, name, loc: at } of ground.stations) {
    const metric = metricOf.get(domain);
    if (metric !== undefined) offer({ domain, entity, name, metric, distanceM: distanceM(at, loc) });
  }
  for (const { id, name, points } of ground.segments) {
    const metric = metricOf.get('traffic');
    const middle = points[Math.floor(points.length / 2)];
    if (metric === undefined || middle === undefined) continue;
    offer({
      domain: 'traffic',
      entity: id,
      name: { vi: name, en: name },
      metric,
      distanceM: distanceM(middle, loc),
    });
  }
  return [...nearest.values()].sort((a, b) => a.distanceM - b.distanceM);
}
