import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { CutTile } from './cut-tiles.ts';
import { makeDirectories } from './directory.ts';
import type { DirectoryEntry } from './directory.ts';

const HEADER_BYTES = 127;
const GZIP = 2;
const MVT = 1;
const E7 = 1e7;

export interface ArchiveFacts {
  bbox: readonly [west: number, south: number, east: number, north: number];
  centre: readonly [lon: number, lat: number];
  centreZoom: number;
  minZoom: number;
  maxZoom: number;
  /** Written as JSON; readers look for `vector_layers`, `attribution`, `name`. */
  metadata: Readonly<Record<string, unknown>>;
}

/**
 * One PMTiles v3 archive, clustered: header, root, metadata, leaves, tiles in the order of their numbers. Equal tiles are stored
 * once; runs of them are one entry. Tiles must come in ascending order of `id`. The same input gives the same bytes.
 */
export function writeArchive(tiles: readonly CutTile[], facts: ArchiveFacts): Uint8Array {
  const { entries, bodies } = placeTiles(tiles);
  const { root, leaves } = makeDirectories(entries);
  const metadata = gzipSync(JSON.stringify(facts.metadata), { level: 9 });
  const data = Buffer.concat(bodies);
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 0, 'latin1');
  header.writeUInt8(3, 7);
  let at = HEADER_BYTES;
  [root, metadata, leaves, data].forEach((part, i) => {
    header.writeBigUInt64LE(BigInt(at), 8 + i * 16);
    header.writeBigUInt64LE(BigInt(part.length), 16 + i * 16);
    at += part.length;
  });
  [tiles.length, entries.length, bodies.length].forEach((count, i) =>
    header.writeBigUInt64LE(BigInt(count), 72 + i * 8),
  );
  [1, GZIP, GZIP, MVT, facts.minZoom, facts.maxZoom].forEach((byte, i) => header.writeUInt8(byte, 96 + i));
  facts.bbox.forEach((degrees, i) => header.writeInt32LE(Math.round(degrees * E7), 102 + i * 4));
  header.writeUInt8(facts.centreZoom, 118);
  facts.centre.forEach((degrees, i) => header.writeInt32LE(Math.round(degrees * E7), 119 + i * 4));
  return Buffer.concat([header, root, metadata, leaves, data]);
}

function placeTiles(tiles: readonly CutTile[]): { entries: DirectoryEntry[]; bodies: Uint8Array[] } {
  const entries: DirectoryEntry[] = [];
  const bodies: Uint8Array[] = [];
  const placeOf = new Map<string, { offset: number; length: number }>();
  let end = 0;
  for (const { id, bytes } of tiles) {
    const digest = createHash('sha256').update(bytes).digest('base64');
    let place = placeOf.get(digest);
    if (place === undefined) {
      const body = gzipSync(bytes, { level: 9 });
      place = { offset: end, length: body.length };
      placeOf.set(digest, place);
      bodies.push(body);
      end += body.length;
    }
    const last = entries.at(-1);
    if (last !== undefined && last.offset === place.offset && last.tileId + last.runLength === id) {
      last.runLength++;
    } else entries.push({ tileId: id, ...place, runLength: 1 });
  }
  return { entries, bodies };
}
