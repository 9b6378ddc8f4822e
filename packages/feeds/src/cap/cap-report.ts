import { defaultSeverity, type Report } from '@metropane/city';
import type { CapAlert, CapArea, CapInfo } from './cap-alert.ts';

/** How a binding reads alerts. */
export interface CapMap {
  /** Languages in the order in which they are preferred. */
  languages: readonly string[];
  /** Report category by event text or CAP category; before the built-in table. */
  categories: Readonly<Record<string, string>>;
}

export const CAP_MAP_DEFAULTS: CapMap = { languages: ['vi-VN', 'vi', 'en-US', 'en'], categories: {} };

/** Words of an event, before the category: `Met` alone does not tell a flood from a storm. First hit wins. */
const BY_EVENT: readonly (readonly [RegExp, string])[] = [
  [/tide|triều/i, 'tide'],
  [/flood|inundation|ngập|lũ|lụt/i, 'flood'],
  [/landslide|sạt lở|lở đất/i, 'landslide'],
  [/storm|typhoon|wind|tornado|thunder|dông|bão|lốc/i, 'storm'],
  [/fire|cháy/i, 'fire'],
  [/gas/i, 'gas-leak'],
  [/power|điện/i, 'power'],
  [/air quality|smog|không khí/i, 'air'],
];
const BY_CATEGORY: Readonly<Record<string, string>> = {
  Met: 'storm',
  Security: 'public-order',
  Rescue: 'rescue',
  Fire: 'fire',
  Health: 'medical',
  Env: 'air',
  Transport: 'public-transport',
  Infra: 'system-fault',
  CBRNE: 'gas-leak',
};
const BY_SEVERITY = { Extreme: 1, Severe: 2, Moderate: 3, Minor: 4 } as const;

/** The report that an alert is. `source` is its sender with the characters that a source cannot have as `:`; `id` its identifier. */
export function toCapReport(alert: CapAlert, map: CapMap): Report {
  const info = chooseInfo(alert.infos, map.languages);
  const category = categoryOf(info, map);
  const loc = info === undefined ? undefined : centreOf(info.areas);
  const description = describe(alert, info);
  const severity = severityOf(alert, info, category);
  const amends = alert.references.map(({ sender, identifier }) => [capSource(sender), identifier] as const);
  return {
    source: capSource(alert.sender),
    id: alert.identifier,
    tMs: alert.sentMs,
    category,
    title: titleOf(alert, info),
    severity,
    ...(description === '' ? {} : { description }),
    ...(loc === undefined ? {} : { loc }),
    ...(info === undefined ? {} : { language: info.language.slice(0, 64) }),
    ...(amends.length === 0 ? {} : { amends }),
  };
}

/** A sender as the source of a report. */
export function capSource(sender: string): string {
  return sender.replaceAll(/[^A-Za-z0-9_.:~-]/g, ':').slice(0, 128);
}

/** The best language, of several in it the most severe; else the first block. */
function chooseInfo(infos: readonly CapInfo[], languages: readonly string[]): CapInfo | undefined {
  for (const language of languages) {
    const wanted = language.toLowerCase();
    const found = infos
      .filter((info) => `${info.language.toLowerCase()}-`.startsWith(`${wanted}-`))
      .toSorted((a, b) => rank(a) - rank(b));
    if (found[0] !== undefined) return found[0];
  }
  return infos.toSorted((a, b) => rank(a) - rank(b))[0];
}

function rank({ severity }: CapInfo): number {
  return severity === 'Unknown' ? 3.5 : BY_SEVERITY[severity];
}

function categoryOf(info: CapInfo | undefined, map: CapMap): string {
  if (info === undefined) return 'other';
  const own = [info.event, ...info.categories].find((name) => Object.hasOwn(map.categories, name));
  if (own !== undefined) return map.categories[own]!;
  const byEvent = BY_EVENT.find(([words]) => words.test(info.event));
  return byEvent?.[1] ?? BY_CATEGORY[info.categories[0] ?? ''] ?? 'other';
}

/**
 * How bad it is for the room: CAP's severity, one step milder where it is unlikely or lies ahead, and information when it is over
 * (`Past`, `AllClear`, a cancellation). Unknown: what its category usually is.
 */
function severityOf({ msgType }: CapAlert, info: CapInfo | undefined, category: string): 1 | 2 | 3 | 4 {
  if (msgType === 'Cancel' || info?.urgency === 'Past' || info?.responseTypes.includes('AllClear') === true)
    return 4;
  const told =
    info === undefined || info.severity === 'Unknown'
      ? defaultSeverity(category)
      : BY_SEVERITY[info.severity];
  const isRemote = info?.certainty === 'Unlikely' || info?.urgency === 'Future';
  return isRemote && told < 4 ? ((told + 1) as 2 | 3 | 4) : told;
}

function titleOf({ msgType, note, identifier }: CapAlert, info: CapInfo | undefined): string {
  const title = info?.headline ?? info?.event ?? note ?? `CAP ${identifier}`;
  return (msgType === 'Alert' ? title : `${msgType}: ${title}`).slice(0, 300).toWellFormed();
}

function describe({ note }: CapAlert, info: CapInfo | undefined): string {
  const areas = info?.areas.map(({ areaDesc }) => areaDesc).join('; ');
  return [info?.description, info?.instruction, areas, info?.senderName, note]
    .filter((part) => part !== undefined && part !== '')
    .join('\n\n');
}

/** Centre of gravity of all polygons by area, else of the widest circle; undefined when the area is only named. */
function centreOf(areas: readonly CapArea[]): readonly [number, number] | undefined {
  let weight = 0;
  let lon = 0;
  let lat = 0;
  for (const ring of areas.flatMap(({ polygons }) => polygons)) {
    const part = ringCentre(ring);
    weight += part.area;
    lon += part.centre[0] * part.area;
    lat += part.centre[1] * part.area;
  }
  if (weight > 0) return rounded(lon / weight, lat / weight);
  const circles = areas.flatMap((area) => area.circles).toSorted((a, b) => b.radiusKm - a.radiusKm);
  const flat = areas.flatMap(({ polygons }) => polygons)[0]?.[0];
  return circles[0]?.centre ?? flat;
}

/** Shoelace formula around the ring's first point, so that small rings far from 0 keep their digits. */
function ringCentre(ring: readonly (readonly [number, number])[]): {
  area: number;
  centre: readonly [number, number];
} {
  const [x0, y0] = ring[0]!;
  let twice = 0;
  let x = 0;
  let y = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = [ring[i - 1]![0] - x0, ring[i - 1]![1] - y0];
    const [bx, by] = [ring[i]![0] - x0, ring[i]![1] - y0];
    const cross = ax * by - bx * ay;
    twice += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (Math.abs(twice) < 1e-18) return { area: 0, centre: [x0, y0] };
  return { area: Math.abs(twice / 2), centre: [x0 + x / (3 * twice), y0 + y / (3 * twice)] };
}

/** Six decimals are 0.1 m; more would only pretend. */
function rounded(lon: number, lat: number): readonly [number, number] {
  return [Math.round(lon * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
}
