import type { z } from 'zod';
import type { CheckedFile } from './checked-file.ts';
import { deriveCells } from './ward-cells.ts';
import { isInMultiPolygon, roundDegrees, signedAreaM2, toOuterRing } from './plane.ts';
import { simplifyRing } from './simplify-line.ts';
import { checkEditions } from './editions.ts';
import { checkArea, toMultiPolygon } from './multi-polygon.ts';
import type { FormerUnit, LonLat, MultiPolygon, Polygon, Unit } from './pack-types.ts';
import type { unitRowsSchema, wardsSchema } from './schema.ts';

/** What a boundary may move by on the way to a screen: below a pixel until zoom 12. */
const BOUNDARY_TOLERANCE_M = 30;

type Rows = CheckedFile<z.output<typeof unitRowsSchema>>;
type Wards = CheckedFile<z.output<typeof wardsSchema>>;

/** One code holds for one unit at a time: rows of the same code must follow each other in time. */
export function checkUnitRows(rows: Rows): void {
  const rowsOf = new Map<
    string,
    { at: number; validFrom?: string | undefined; validTo?: string | undefined }[]
  >();
  rows.value.forEach(({ code, valid_from: validFrom, valid_to: validTo }, at) => {
    const same = rowsOf.get(code) ?? [];
    const isAgain = validTo === undefined && same.some((row) => row.validTo === undefined);
    if (isAgain) rows.fault('duplicate', [at, 'code'], `"${code}" is used twice`);
    else rowsOf.set(code, [...same, { at, validFrom, validTo }]);
  });
  for (const same of rowsOf.values()) checkEditions(rows, same, (e) => [same[e]!.at, 'valid_to']);
}

/** The units that ended. */
export function formerUnits(rows: Rows | undefined): readonly FormerUnit[] {
  return (rows?.value ?? []).flatMap((row) =>
    row.valid_to === undefined ? [] : [{ ...factsOf(row), validTo: row.valid_to }],
  );
}

function factsOf(row: Rows['value'][number]) {
  const centroid: LonLat = [row.lon, row.lat];
  return {
    code: row.code,
    name: row.name,
    fullName: row.full_name,
    ascii: row.ascii,
    centroid,
    areaKm2: row.area_km2,
    ...(row.former_district !== undefined && { formerDistrict: row.former_district }),
    ...(row.valid_from !== undefined && { validFrom: row.valid_from }),
  };
}

/** Units of today as cells around the centroids of `units.csv`, clipped to the outline. */
export function derivedUnits(rows: Rows, outline: MultiPolygon): readonly Unit[] {
  const current = rows.value.flatMap((row, at) => (row.valid_to === undefined ? [{ row, at }] : []));
  const centroids = current.map(({ row }): LonLat => [row.lon, row.lat]);
  const cells = deriveCells(outline, centroids);
  return current.flatMap(({ row, at }, i) => {
    const polygon = cells[i];
    if (polygon === undefined) {
      rows.fault('geometry', [at], `the centroid of ${row.name} lies outside outline.geojson`);
      return [];
    }
    return [{ ...factsOf(row), polygon, derived: true }];
  });
}

/** Units with the boundaries of `wards.geojson`; what that file does not tell is taken from `units.csv` by code. */
export function officialUnits(wards: Wards, rows: Rows | undefined): readonly Unit[] {
  const current = rows?.value.filter((row) => row.valid_to === undefined);
  const rowOf = new Map(current?.map((row) => [row.code, row]));
  if (rows !== undefined) checkSameUnits(wards, rowOf);
  return wards.value.features.map(({ properties, geometry }, i) => {
    checkArea(wards, geometry, i);
    const row = rowOf.get(properties.code);
    const exact = toMultiPolygon(geometry);
    const polygon = simplifyMultiPolygon(exact);
    // The listed middle of a horseshoe lies in its neighbour, and so would its name on the map.
    const isListed = row !== undefined && isInMultiPolygon(polygon, row.lon, row.lat);
    const centroid: LonLat = isListed ? [row.lon, row.lat] : centroidOf(exact);
    return {
      code: properties.code,
      name: properties.name,
      fullName: properties.fullName ?? row?.full_name ?? properties.name,
      ascii: row?.ascii ?? toAscii(properties.name),
      centroid,
      areaKm2: properties.areaKm2 ?? row?.area_km2 ?? Math.round(areaM2(exact) / 1e4) / 100,
      ...(row?.former_district !== undefined && { formerDistrict: row.former_district }),
      ...(row?.valid_from !== undefined && { validFrom: row.valid_from }),
      polygon,
      derived: false,
    };
  });
}

/** A unit without a boundary would vanish from every map and count; one that only the boundaries know has no former name and no dates. */
function checkSameUnits(wards: Wards, rowOf: ReadonlyMap<string, Rows['value'][number]>): void {
  const { features } = wards.value;
  const bounded = new Set(features.map(({ properties }) => properties.code));
  const without = [...rowOf.values()].filter(({ code }) => !bounded.has(code));
  if (without.length > 0)
    wards.fault(
      'reference',
      [],
      `no boundary for ${listed(without)} of units.csv: give all units, or an own units.csv`,
    );
  const unknown = features
    .filter(({ properties }) => !rowOf.has(properties.code))
    .map(({ properties }) => properties);
  const first = features.findIndex(({ properties }) => !rowOf.has(properties.code));
  if (unknown.length > 0)
    wards.fault(
      'reference',
      ['features', first, 'properties', 'code'],
      `units.csv has no unit ${listed(unknown)}`,
    );
}

function listed(units: readonly { readonly code: string; readonly name: string }[]): string {
  const shown = units.slice(0, 5).map(({ code, name }) => `${code} ${name}`);
  return units.length > 5 ? `${shown.join(', ')} and ${units.length - 5} more` : shown.join(', ');
}

/** Square metres, holes taken out. */
export function areaM2(polygon: MultiPolygon): number {
  let sum = 0;
  for (const rings of polygon) {
    rings.forEach((ring, i) => {
      sum += (i === 0 ? 1 : -1) * Math.abs(signedAreaM2(ring));
    });
  }
  return sum;
}

/** Letters without marks, `đ` as `d`: for searching and for file names. */
export function toAscii(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');
}

function simplifyMultiPolygon(polygon: MultiPolygon): MultiPolygon {
  const parts = polygon.map((rings): Polygon =>
    rings.map((ring) => simplifyRing(ring, BOUNDARY_TOLERANCE_M).map(rounded)),
  );
  // Rocks and slips of the pen below 2,000 m² cost more on the wire than they show; the largest part always stays.
  const kept = parts.filter((rings) => Math.abs(signedAreaM2(rings[0]!)) > 2_000);
  return kept.length > 0 ? kept : parts.slice(0, 1);
}

function rounded([lon, lat]: LonLat): LonLat {
  return [roundDegrees(lon), roundDegrees(lat)];
}

/** Centre of mass of the largest part; if that falls outside (a horseshoe), the middle of its widest inner stretch. */
function centroidOf(polygon: MultiPolygon): LonLat {
  const largest = polygon.toSorted(
    (a, b) => Math.abs(signedAreaM2(b[0]!)) - Math.abs(signedAreaM2(a[0]!)),
  )[0]![0]!;
  const ring = toOuterRing(largest);
  let [sum, x, y] = [0, 0, 0];
  const [ox, oy] = ring[0]!;
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = [ring[i - 1]![0] - ox, ring[i - 1]![1] - oy];
    const [bx, by] = [ring[i]![0] - ox, ring[i]![1] - oy];
    const cross = ax * by - bx * ay;
    sum += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  const centre: LonLat = [roundDegrees(ox + x / (3 * sum)), roundDegrees(oy + y / (3 * sum))];
  return isInMultiPolygon([[ring]], centre[0], centre[1]) ? centre : widestMiddle(ring, centre[1]);
}

function widestMiddle(ring: readonly LonLat[], lat: number): LonLat {
  const crossings: number[] = [];
  for (let i = 1; i < ring.length; i += 1) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    if (ay > lat !== by > lat) crossings.push(((bx - ax) * (lat - ay)) / (by - ay) + ax);
  }
  crossings.sort((a, b) => a - b);
  let best: LonLat = ring[0]!;
  let width = 0;
  for (let i = 1; i < crossings.length; i += 2) {
    if (crossings[i]! - crossings[i - 1]! <= width) continue;
    width = crossings[i]! - crossings[i - 1]!;
    best = [roundDegrees((crossings[i]! + crossings[i - 1]!) / 2), lat];
  }
  return best;
}
