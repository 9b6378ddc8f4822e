import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles } from 'pmtiles';
import type { RangeResponse, Source } from 'pmtiles';

/** Bytes in memory as the reader sees a file on a server: it may ask for ranges only. */
class MemorySource implements Source {
  readonly #bytes: Uint8Array;
  readonly asked: [offset: number, length: number][] = [];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  getKey(): string {
    return 'memory';
  }

  getBytes(offset: number, length: number): Promise<RangeResponse> {
    this.asked.push([offset, length]);
    return Promise.resolve({ data: Uint8Array.from(this.#bytes.subarray(offset, offset + length)).buffer });
  }
}

/** Reads an archive with the reader that browsers use. */
export function readArchive(bytes: Uint8Array): {
  file: PMTiles;
  tile: (z: number, x: number, y: number) => Promise<VectorTile | null>;
} {
  const file = new PMTiles(new MemorySource(bytes));
  return {
    file,
    async tile(z, x, y) {
      const found = await file.getZxy(z, x, y);
      return found === undefined ? null : new VectorTile(new PbfReader(new Uint8Array(found.data)));
    },
  };
}
