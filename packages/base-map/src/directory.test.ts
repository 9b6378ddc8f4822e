import { forSeeds } from '@metropane/testing';
import { tileIdToZxy } from 'pmtiles';
import { expect, test } from 'vitest';
import { readArchive } from './archive-fixture.ts';
import { writeArchive } from './write-archive.ts';
import type { ArchiveFacts } from './write-archive.ts';

const FACTS: ArchiveFacts = {
  ...{ bbox: [0, 0, 1, 1], centre: [0, 0], centreZoom: 0, minZoom: 0, maxZoom: 12, metadata: {} },
};

test('more tiles than one root directory holds are found through leaves, and gaps stay gaps', async () => {
  const tiles: { id: number; bytes: Uint8Array }[] = [];
  forSeeds('leaves', 1, (rng) => {
    let id = 0;
    for (let n = 0; n < 20_000; n++) {
      id += 2 + rng.int(60);
      tiles.push({ id, bytes: Uint8Array.from({ length: 4 + rng.int(120) }, () => rng.int(256)) });
    }
  });
  const { file } = readArchive(writeArchive(tiles, FACTS));
  const header = await file.getHeader();
  expect(header.leafDirectoryLength).toBeGreaterThan(0);
  expect(header.rootDirectoryLength).toBeLessThanOrEqual(16_384 - 127);
  for (const index of [0, 1, 4_095, 4_096, 12_345, 19_999]) {
    const tile = tiles[index]!;
    const found = await file.getZxy(...tileIdToZxy(tile.id));
    expect(new Uint8Array(found!.data)).toEqual(tile.bytes);
    expect(await file.getZxy(...tileIdToZxy(tile.id + 1))).toBeUndefined();
  }
});

test('equal tiles in a row are one entry, equal tiles apart are stored once', async () => {
  const same = Uint8Array.of(1, 2, 3);
  const tiles = [5, 6, 7, 9].map((id) => ({ id, bytes: id === 7 ? Uint8Array.of(4) : same }));
  const { file } = readArchive(writeArchive(tiles, FACTS));
  expect(await file.getHeader()).toMatchObject({
    numAddressedTiles: 4,
    numTileEntries: 3,
    numTileContents: 2,
  });
  for (const id of [5, 6, 9])
    expect(new Uint8Array((await file.getZxy(...tileIdToZxy(id)))!.data)).toEqual(same);
  expect(await file.getZxy(...tileIdToZxy(8))).toBeUndefined();
});
