/**
 * Writes the GeoJSON of this pack from the hand-typed texts beside it: ids from names, degrees from thousandths, and street ends
 * that stop just short of another street joined to it. Run it after editing: `node packages/hcmc/scripts/build-layers.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Point = readonly [x: number, y: number];
type Row = { id: string; name: string; cells: string[]; points: number[][] };
type Street = { id: string; name: string; class: string; lanes: number; points: Point[] };

/** Metres per thousandth of a degree at this latitude. */
const [METRES_X, METRES_Y] = [109.3, 111.3];
const JOIN_WITHIN_M = 90;

const inPack = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** Each generated file with the text it is made from. */
export const LAYERS = [
  { from: inPack('streets.txt'), to: inPack('roads.geojson'), build: roadsOf },
  { from: inPack('waters.txt'), to: inPack('water.geojson'), build: watersOf },
  { from: inPack('parks.txt'), to: inPack('parks.geojson'), build: parksOf },
];

function roadsOf(text: string): string {
  const streets = readRows(text).map(({ id, name, cells: [kind = '', lanes], points }): Street => {
    return { id, name, class: kind, lanes: Number(lanes), points: points.map(toPoint) };
  });
  return collection(
    streets.map((street) => ({
      properties: { id: street.id, name: street.name, class: street.class, lanes: street.lanes },
      geometry: { type: 'LineString', coordinates: joinEnds(street, streets).map(toDegrees) },
    })),
  );
}

function watersOf(text: string): string {
  return collection(
    readRows(text).map(({ id, name, cells: [kind, width], points }) => ({
      properties: { id, name, kind, widthM: points.map(([, , own]) => own ?? Number(width)) },
      geometry: { type: 'LineString', coordinates: points.map(toPoint).map(toDegrees) },
    })),
  );
}

function parksOf(text: string): string {
  return collection(
    readRows(text).map(({ id, name, cells: [kind], points }) => ({
      properties: { id, name, kind },
      geometry: { type: 'Polygon', coordinates: [[...points, points[0]!].map(toPoint).map(toDegrees)] },
    })),
  );
}

/** One feature per line, so that a change of one street shows as one line. */
function collection(features: readonly object[]): string {
  const lines = features.map((feature) => JSON.stringify({ type: 'Feature', ...feature }));
  return `{"type":"FeatureCollection","features":[\n${lines.join(',\n')}\n]}\n`;
}

function readRows(text: string): Row[] {
  return text.split('\n').flatMap((row, i) => {
    if (row.trim() === '' || row.startsWith('#')) return [];
    const [title = '', ...cells] = row.split('|').map((cell) => cell.trim());
    const [name = '', id = slug(name)] = title.split(' = ');
    const points = (cells.pop() ?? '').split(/\s+/).map((point) => {
      const numbers = point.split(',').map(Number);
      if (numbers.length < 2 || !numbers.every(Number.isFinite))
        throw new Error(`line ${i + 1}: "${point}" is not x,y`);
      return numbers;
    });
    return [{ id, name, cells, points }];
  });
}

function toPoint([x, y]: readonly number[]): Point {
  return [x!, y!];
}

function slug(name: string): string {
  const ascii = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd');
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
}

function joinEnds(street: Street, all: readonly Street[]): Point[] {
  const points = [...street.points];
  for (const end of [0, points.length - 1])
    points[end] = nearestOnOthers(points[end]!, street, all) ?? points[end]!;
  return points;
}

function nearestOnOthers(end: Point, street: Street, all: readonly Street[]): Point | undefined {
  let best: Point | undefined;
  let nearestM = JOIN_WITHIN_M;
  for (const other of all) {
    if (other === street) continue;
    for (let i = 1; i < other.points.length; i += 1) {
      const foot = footOn(end, other.points[i - 1]!, other.points[i]!);
      const distance = metres(end, foot);
      if (distance < nearestM) {
        nearestM = distance;
        best = foot;
      }
    }
  }
  return best;
}

function footOn([px, py]: Point, [ax, ay]: Point, [bx, by]: Point): Point {
  const [dx, dy] = [(bx - ax) * METRES_X, (by - ay) * METRES_Y];
  const along = ((px - ax) * METRES_X * dx + (py - ay) * METRES_Y * dy) / (dx * dx + dy * dy || 1);
  const t = Math.max(0, Math.min(1, along));
  return [ax + t * (bx - ax), ay + t * (by - ay)];
}

function metres(a: Point, b: Point): number {
  return Math.hypot((a[0] - b[0]) * METRES_X, (a[1] - b[1]) * METRES_Y);
}

function toDegrees([x, y]: Point): [number, number] {
  return [Math.round((106 + x / 1000) * 1e5) / 1e5, Math.round((10 + y / 1000) * 1e5) / 1e5];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { from, to, build } of LAYERS) writeFileSync(to, build(readFileSync(from, 'utf8')));
}
