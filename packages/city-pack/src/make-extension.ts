/**
 * Makes a pack that extends HCMC from public files of the city: ward boundaries, traffic cameras, bus stops and routes. The files
 * stay the user's own: nothing of them is part of this project. What cannot be in the city is left out and named, never moved.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok } from '@metropane/base';
import type { Result } from '@metropane/base';
import { z } from 'zod';
import { makeLocate } from './city-area.ts';
import { jsonFaultAt } from './json-fault.ts';
import { jsonLineAt } from './json-line.ts';
import { loadCityPack } from './load-city-pack.ts';
import { formatPath } from './pack-fault.ts';
import { decodeText, readBytes } from './pack-file.ts';
import { roundDegrees } from './plane.ts';
import { simplifyLine } from './simplify-line.ts';
import type { CityPack, LonLat } from './pack-types.ts';

export type ExtensionSources = {
  /** GeoJSON of the units (`code`, `name`, …). */
  readonly wards?: string;
  /** JSON array of cameras (`id`, `displayName`, `latlon` of texts). */
  readonly cameras?: string;
  /** Folder of `vars.jsonl`, `stops.jsonl`, `paths.jsonl`: one line per route or route variant. */
  readonly bus?: string;
};

/** How many entries of each file were written, and the ids of those left out, with the reason. */
export type ExtensionReport = {
  readonly written: Readonly<Record<string, number>>;
  readonly leftOut: readonly { readonly what: string; readonly id: string; readonly why: string }[];
};

const cameraSchema = z.array(
  z.object({
    id: z.string(),
    displayName: z.string(),
    latlon: z.object({ lon: z.coerce.number(), lat: z.coerce.number() }),
  }),
);
const variantsSchema = z.array(
  z.object({
    RouteId: z.number(),
    RouteVarId: z.number(),
    RouteVarName: z.string(),
    RouteNo: z.string(),
    Outbound: z.boolean(),
    RunningTime: z.number(),
  }),
);
const key = { RouteId: z.coerce.number(), RouteVarId: z.coerce.number() };
const stopsSchema = z.object({
  ...key,
  Stops: z.array(
    z.object({ StopId: z.number(), Name: z.string(), Status: z.string(), Lng: z.number(), Lat: z.number() }),
  ),
});
const pathSchema = z.object({ ...key, lat: z.array(z.number()), lng: z.array(z.number()) });
const IN_SERVICE = 'Đang khai thác';
/** What a route's line may move by: less than the width of its street. */
const ROUTE_TOLERANCE_M = 10;

type Draft = {
  readonly to: string;
  readonly isInCity: (loc: LonLat) => boolean;
  readonly written: Record<string, number>;
  readonly leftOut: { what: string; id: string; why: string }[];
};

/** Writes the pack into `to`, which must be new or empty. `err` says what could not be read. */
export function makeExtension(
  sources: ExtensionSources,
  to: string,
): Result<ExtensionReport, 'not-empty' | 'unreadable'> {
  if (existsSync(to) && (!statSync(to).isDirectory() || readdirSync(to).length > 0))
    return err('not-empty', `${to} is not empty: give a new folder`);
  const base = loadCityPack(sources.wards ?? 'hcmc');
  if (!base.ok) return err('unreadable', base.message);
  const draft: Draft = { to, isInCity: cityTest(base.value), written: {}, leftOut: [] };
  try {
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, 'city.yaml'), 'extends: hcmc\n');
    if (sources.wards !== undefined) copyFileSync(sources.wards, join(to, 'wards.geojson'));
    if (sources.cameras !== undefined) writeCameras(draft, sources.cameras);
    if (sources.bus !== undefined) writeBuses(draft, sources.bus);
  } catch (error) {
    return err('unreadable', error instanceof Error ? error.message : String(error));
  }
  return ok({ written: draft.written, leftOut: draft.leftOut });
}

function cityTest(pack: CityPack): Draft['isInCity'] {
  const locate = makeLocate(pack.bbox, pack.units);
  return (loc) => {
    let isIn = true;
    locate(() => (isIn = false), loc, []);
    return isIn;
  };
}

function writeCameras(draft: Draft, file: string): void {
  const cameras = readAs(cameraSchema, readText(file), file);
  const rows = cameras.flatMap(({ id, displayName, latlon: { lon, lat } }) => {
    if (draft.isInCity([lon, lat])) return [[id, displayName.trim(), roundDegrees(lon), roundDegrees(lat)]];
    draft.leftOut.push({ what: 'camera', id, why: 'lies outside the city' });
    return [];
  });
  writeTable(draft, 'cameras.csv', [['id', 'name_vi', 'lon', 'lat'], ...rows]);
}

function writeBuses(draft: Draft, folder: string): void {
  const stops = new Map<string, readonly (string | number)[]>();
  const stopsOf = new Map<string, string[]>();
  const refused = new Set<string>();
  for (const { RouteId, RouteVarId, Stops } of readLines(folder, 'stops.jsonl', stopsSchema)) {
    const ids: string[] = [];
    for (const { StopId, Name, Status, Lng, Lat } of Stops) {
      const id = String(StopId);
      const why = Status !== IN_SERVICE ? `is not in service (${Status})` : 'lies outside the city';
      if (Status !== IN_SERVICE || !draft.isInCity([Lng, Lat])) {
        if (!refused.has(id)) draft.leftOut.push({ what: 'bus stop', id, why });
        refused.add(id);
        continue;
      }
      stops.set(id, [id, Name.trim(), roundDegrees(Lng), roundDegrees(Lat)]);
      // A loop calls at its first stop again: the list keeps the order, with each stop once.
      if (!ids.includes(id)) ids.push(id);
    }
    stopsOf.set(`${RouteId}-${RouteVarId}`, ids);
  }
  writeTable(draft, 'bus-stops.csv', [['id', 'name', 'lon', 'lat'], ...stops.values()]);
  writeRoutes(draft, folder, stopsOf);
}

function writeRoutes(draft: Draft, folder: string, stopsOf: ReadonlyMap<string, readonly string[]>): void {
  const lines = new Map<string, readonly LonLat[]>();
  for (const { RouteId, RouteVarId, lat, lng } of readLines(folder, 'paths.jsonl', pathSchema)) {
    const points = lng.map((lon, i): LonLat => [roundDegrees(lon), roundDegrees(lat[i]!)]);
    lines.set(`${RouteId}-${RouteVarId}`, simplifyLine(points, ROUTE_TOLERANCE_M));
  }
  const features = readLines(folder, 'vars.jsonl', variantsSchema)
    .flat()
    .flatMap((route) => {
      const id = `${route.RouteId}-${route.RouteVarId}`;
      const [points = [], stops = []] = [lines.get(id), stopsOf.get(id)];
      if (points.length < 2 || stops.length < 2) {
        draft.leftOut.push({ what: 'bus route', id, why: 'has no line or fewer than two stops' });
        return [];
      }
      const { RouteNo: number, RouteVarName: name, Outbound: outbound, RunningTime: minutes } = route;
      const properties = { id, number, name, outbound, ...(minutes > 0 && { minutes }), stops };
      return [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points } }];
    });
  draft.written['bus-routes.geojson'] = features.length;
  const text = features.map((feature) => JSON.stringify(feature)).join(',\n');
  writeFileSync(
    join(draft.to, 'bus-routes.geojson'),
    `{"type":"FeatureCollection","features":[\n${text}\n]}\n`,
  );
}

function readLines<S extends z.ZodType>(folder: string, file: string, schema: S): z.output<S>[] {
  const lines = readText(join(folder, file)).split('\n');
  return lines.flatMap((line, i) => (line.trim() === '' ? [] : [readAs(schema, line, `${file}:${i + 1}`)]));
}

/** Throws one sentence when the file cannot be had. */
function readText(path: string): string {
  const bytes = existsSync(path) ? readBytes(path) : 'is not there';
  const text = typeof bytes === 'string' ? { message: bytes } : decodeText(bytes);
  if (typeof text === 'string') return text;
  throw new Error(`${path}: ${text.message}`);
}

/** Throws one sentence that names `where` and the first fault. */
function readAs<S extends z.ZodType>(schema: S, text: string, where: string): z.output<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(
      `${where}: not JSON: it goes wrong at line ${jsonLineAt(text, jsonFaultAt(text))} of this text`,
    );
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const { path, message } = read.error.issues[0]!;
  throw new Error(`${where}: ${formatPath(path)}: ${message}`);
}

function writeTable(draft: Draft, file: string, rows: readonly (readonly (string | number)[])[]): void {
  draft.written[file] = rows.length - 1;
  const text = rows.map((row) => row.map((cell) => csvCell(String(cell))).join(',')).join('\n');
  writeFileSync(join(draft.to, file), `${text}\n`);
}

function csvCell(cell: string): string {
  return /[",\n\r]|^#/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
