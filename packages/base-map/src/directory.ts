import { gzipSync } from 'node:zlib';

/** `runLength` tiles from `tileId` on are the same bytes; 0 = the entry is a leaf directory of its own. */
export interface DirectoryEntry {
  tileId: number;
  /** Into the tile data, or the leaf directories. */
  offset: number;
  length: number;
  runLength: number;
}

/** With the header it must lie within the first 16 KiB: readers fetch no more to begin with. */
const MAX_ROOT_BYTES = 16_384 - 127;

/** Root and leaf directories for entries in ascending order; leaves only where the root alone would be too long. */
export function makeDirectories(entries: readonly DirectoryEntry[]): {
  root: Uint8Array;
  leaves: Uint8Array;
} {
  const whole = encodeDirectory(entries);
  if (whole.length <= MAX_ROOT_BYTES) return { root: whole, leaves: new Uint8Array() };
  for (let size = 4096; ; size *= 2) {
    const leaves: Uint8Array[] = [];
    const roots: DirectoryEntry[] = [];
    let offset = 0;
    for (let first = 0; first < entries.length; first += size) {
      const leaf = encodeDirectory(entries.slice(first, first + size));
      roots.push({ tileId: entries[first]!.tileId, offset, length: leaf.length, runLength: 0 });
      leaves.push(leaf);
      offset += leaf.length;
    }
    const root = encodeDirectory(roots);
    if (root.length <= MAX_ROOT_BYTES) return { root, leaves: Buffer.concat(leaves) };
  }
}

/** Columns of varints: number of entries, differences of ids, run lengths, lengths, offsets (0 = right behind the one before). */
export function encodeDirectory(entries: readonly DirectoryEntry[]): Uint8Array {
  const out: number[] = [];
  writeVarint(out, entries.length);
  let lastId = 0;
  for (const { tileId } of entries) {
    writeVarint(out, tileId - lastId);
    lastId = tileId;
  }
  for (const { runLength } of entries) writeVarint(out, runLength);
  for (const { length } of entries) writeVarint(out, length);
  entries.forEach(({ offset }, i) => {
    const before = entries[i - 1];
    const isNext = before !== undefined && offset === before.offset + before.length;
    writeVarint(out, isNext ? 0 : offset + 1);
  });
  return gzipSync(Uint8Array.from(out), { level: 9 });
}

/** Little-endian groups of seven bits. Numbers up to 2^53: shifting would cut them to 32 bits. */
function writeVarint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  out.push(rest);
}
