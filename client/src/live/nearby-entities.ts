import { distanceM } from '@metropane/incidents';
import { cellAt } from '@metropane/live-state';
import type { Channel } from '@metropane/live-state';
import type { CityGround, LonLat } from './city-ground.ts';
import { layerChannels } from './interest.ts';

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

/** At most `most` of them, nearest first: those that have told something, and others only where these are fewer. */
export function measuredFirst(
  nearby: readonly NearbyEntity[],
  hasReading: (entity: NearbyEntity) => boolean,
  most: number,
): NearbyEntity[] {
  const measured = nearby.filter(hasReading).slice(0, most);
  const silent = nearby.filter((each) => !hasReading(each)).slice(0, most - measured.length);
  return [...measured, ...silent].sort((a, b) => a.distanceM - b.distanceM);
}

/** The channels in which the newest values of these things come, wherever the map looks. A stretch of road may be placed anywhere on it. */
export function channelsOfNearby(ground: CityGround, nearby: readonly NearbyEntity[]): Channel[] {
  return nearby.flatMap(({ domain, entity }) => {
    const station = ground.stations.find((each) => each.domain === domain && each.entity === entity);
    const segment = ground.segments.find(({ id }) => domain === 'traffic' && id === entity);
    const places = station === undefined ? (segment?.points ?? []) : [station.loc];
    return layerChannels(
      ground,
      domain,
      places.map(([lon, lat]) => cellAt(lon, lat)),
    );
  });
}
