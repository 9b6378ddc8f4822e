import { boxOfRing, doMeet, isInBox, isInRing } from '@metropane/city';
import type { OpenRing } from '@metropane/city';
import type { AlarmRecord, Channel, CityState, IncidentRecord } from '@metropane/live-state';
import type { CityGround, LonLat } from '../../live/city-ground.ts';
import { openIncidents } from '../../live/incident-order.ts';
import { coverChannels, nextCover } from '../map-window.ts';
import { layerTimes, periodOf } from './layer-times.ts';
import type { LayerTimes } from './layer-times.ts';

/** What calls for somebody inside a ring. Whatever has no place lies nowhere. */
export interface FenceCalls {
  /** Open ones, the most urgent first. */
  incidents: IncidentRecord[];
  /** Standing, the most urgent first. */
  alarms: AlarmRecord[];
}

/** What is measured inside a ring; `times` null: not heard from the centre yet, which is not nothing. */
export interface FencedLayer {
  id: string;
  times: LayerTimes | null;
}

export function callsInside(ring: OpenRing, { records }: CityState): FenceCalls {
  const box = boxOfRing(ring);
  const isInside = ({ loc }: { loc?: readonly [number, number] }): boolean =>
    loc !== undefined && isInBox(box, loc[0], loc[1]) && isInRing(ring, loc[0], loc[1]);
  const alarms = [...records.alarm.values()].filter((alarm) => alarm.state !== 'normal' && isInside(alarm));
  return {
    incidents: openIncidents(records.incident.values()).filter(isInside),
    alarms: alarms.sort((a, b) => a.priority - b.priority || a.raisedAtMs - b.raisedAtMs),
  };
}

/** The channels in which all that moves or measures inside a ring comes, wherever the map looks. */
export function channelsInside(ring: OpenRing, ground: CityGround): Channel[] {
  const [west, south, east, north] = boxOfRing(ring);
  return coverChannels(ground, nextCover(null, { west, south, east, north }));
}

/** Every layer of the city by what of it lies inside a ring: stations by where the city has them, a stretch of road if any of it does. */
export function layersInside(
  ring: OpenRing,
  {
    state,
    ground,
    held,
    nowMs,
  }: { state: CityState; ground: CityGround; held: ReadonlySet<Channel>; nowMs: number },
): FencedLayer[] {
  const box = boxOfRing(ring);
  const channels = channelsInside(ring, ground);
  const fixed = fixedThings(ring, ground);
  return ground.layers.map(({ id }) => {
    const whole: Channel = `layer:${id}`;
    const ofLayer = channels.filter((channel) => channel === whole || channel.startsWith(`${whole}@`));
    if (!held.has(whole) && !ofLayer.every((channel) => held.has(channel))) return { id, times: null };
    const table = state.layers.get(id);
    const isCounted = (row: number): boolean => {
      if (fixed.known.has(`${id}\0${table!.names[row]}`))
        return fixed.inside.has(`${id}\0${table!.names[row]}`);
      const [lon, lat] = [table!.lonDeg[row]!, table!.latDeg[row]!];
      return isInBox(box, lon, lat) && isInRing(ring, lon, lat);
    };
    return { id, times: layerTimes(table, { nowMs, periodMs: periodOf(ground, id), isCounted }) };
  });
}

/** Things that the city says the place of, as `layer\0name`: all of them, and those that a ring has. */
interface FixedThings {
  known: ReadonlySet<string>;
  inside: ReadonlySet<string>;
}

/** Worked out once for a ring: neither stations nor roads move while a page lives. */
const fixedOfRing = new WeakMap<OpenRing, FixedThings>();

function fixedThings(ring: OpenRing, ground: CityGround): FixedThings {
  const before = fixedOfRing.get(ring);
  if (before !== undefined) return before;
  const [known, inside] = [new Set<string>(), new Set<string>()];
  const put = (key: string, points: readonly LonLat[]): void => {
    known.add(key);
    if (doesTouch(ring, points)) inside.add(key);
  };
  for (const { domain, entity, loc } of ground.stations) put(`${domain}\0${entity}`, [loc]);
  for (const { id, points } of ground.segments) put(`traffic\0${id}`, points);
  const things = { known, inside };
  fixedOfRing.set(ring, things);
  return things;
}

function doesTouch(ring: OpenRing, points: readonly LonLat[]): boolean {
  const [west, south, east, north] = boxOfRing(ring);
  const [lineWest, lineSouth, lineEast, lineNorth] = boxOfRing(points);
  if (lineWest > east || lineEast < west || lineSouth > north || lineNorth < south) return false;
  if (points.some(([lon, lat]) => isInRing(ring, lon, lat))) return true;
  return points.some((to, i) => {
    const from = points[i - 1];
    if (from === undefined) return false;
    return ring.some((corner, k) => doMeet([from, to], [corner, ring[(k + 1) % ring.length]!]));
  });
}
