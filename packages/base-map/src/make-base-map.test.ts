import { type CityPack, loadCityPack } from '@metropane/city-pack';
import { forSeeds } from '@metropane/testing';
import { describe, expect, test } from 'vitest';
import { readArchive } from './archive-fixture.ts';
import { MAX_ZOOM } from './cut-tiles.ts';
import { makeBaseMap, planBaseMap } from './make-base-map.ts';
import { toWorld } from './world-box.ts';

const EXTENT = 4096;

function loaded(name: string): CityPack {
  const pack = loadCityPack(name);
  if (!pack.ok) throw new Error(pack.message);
  return pack.value;
}

describe.each(['hcmc', 'danang'])('the tiles of %s', (name) => {
  const pack = loaded(name);
  const plan = planBaseMap(pack);
  const bytes = makeBaseMap(plan);
  const { file, tile } = readArchive(bytes);

  test('the same pack gives the same bytes and the same name', () => {
    const again = planBaseMap(loaded(name));
    expect(again.key).toBe(plan.key);
    expect(Buffer.compare(makeBaseMap(again), bytes)).toBe(0);
  });

  test('a street that moves by a metre gives another name', () => {
    const [first, ...others] = pack.roads;
    const moved = { ...first!, points: first!.points.map(([lon, lat]) => [lon + 1e-5, lat] as const) };
    expect(planBaseMap({ ...pack, roads: [moved, ...others] }).key).not.toBe(plan.key);
  });

  test('the header says what is inside', async () => {
    const header = await file.getHeader();
    expect(header).toMatchObject({
      minZoom: 0,
      maxZoom: MAX_ZOOM,
      tileType: 1,
      clustered: true,
      specVersion: 3,
    });
    expect(header.minLon).toBeCloseTo(pack.bbox[0], 6);
    expect(header.maxLat).toBeCloseTo(pack.bbox[3], 6);
    expect(header.numAddressedTiles).toBeGreaterThanOrEqual(header.numTileEntries!);
    // Tiles inside one ward hold the same square: each such square is stored once.
    expect(header.numTileContents!).toBeLessThan(header.numAddressedTiles!);
    const end = header.tileDataOffset + header.tileDataLength!;
    expect(end).toBe(bytes.length);
  });

  test('every point lies in its tile, at its place, at every zoom, with its properties', async () => {
    const points = (['unit-labels', 'places', 'bridges', 'park-labels'] as const).flatMap((layer) =>
      plan.layers[layer].features.map(({ geometry, properties }) => ({ layer, geometry, properties })),
    );
    expect(points.length).toBeGreaterThan(100);
    let looked = 0;
    const checks: Promise<void>[] = [];
    forSeeds(`points of ${name}`, 40, (rng) => {
      const { layer, geometry, properties } = points[rng.int(points.length)]!;
      if (geometry.type !== 'Point') throw new Error('not a point');
      const [worldX, worldY] = toWorld(geometry.coordinates[0]!, geometry.coordinates[1]!);
      for (let z = 0; z <= MAX_ZOOM; z++) {
        const [x, y] = [Math.floor(worldX * 2 ** z), Math.floor(worldY * 2 ** z)];
        const expected = [(worldX * 2 ** z - x) * EXTENT, (worldY * 2 ** z - y) * EXTENT];
        looked++;
        checks.push(
          (async () => {
            const found = (await tile(z, x, y))?.layers[layer];
            const there = Array.from({ length: found?.length ?? 0 }, (_, i) => found!.feature(i)).filter(
              (feature) => {
                const at = feature.loadGeometry()[0]![0]!;
                return Math.abs(at.x - expected[0]!) <= 1 && Math.abs(at.y - expected[1]!) <= 1;
              },
            );
            expect(there.map((feature) => feature.properties)).toContainEqual(properties);
          })(),
        );
      }
    });
    await Promise.all(checks);
    expect(looked).toBe(40 * (MAX_ZOOM + 1));
  });

  test('the closest tiles together hold every named thing of the pack', async () => {
    const names = new Set<string>();
    const [west, south, east, north] = pack.bbox;
    const [x0, y0] = toWorld(west, north).map((world) => Math.floor(world * 2 ** 12)) as [number, number];
    const [x1, y1] = toWorld(east, south).map((world) => Math.floor(world * 2 ** 12)) as [number, number];
    for (let x = x0 - 1; x <= x1 + 1; x++)
      for (let y = y0 - 1; y <= y1 + 1; y++) {
        const found = await tile(12, x, y);
        for (const [layer, features] of Object.entries(found?.layers ?? {}))
          for (let i = 0; i < features.length; i++)
            names.add(
              `${layer} ${String(features.feature(i).properties['code'] ?? features.feature(i).properties['name'])}`,
            );
      }
    for (const unit of pack.units) expect(names).toContain(`units ${unit.code}`);
    for (const road of pack.roads) expect(names).toContain(`roads ${road.name}`);
    for (const water of pack.water) expect(names).toContain(`water ${water.name}`);
    for (const park of pack.parks) expect(names).toContain(`parks ${park.name}`);
  });

  test('names are in one form of Unicode: a letter is one character', () => {
    const text = JSON.stringify(plan.layers);
    expect(text).toBe(text.normalize('NFC'));
  });
});

test('names that a pack writes with combining marks are drawn as single letters', () => {
  const pack = loaded('danang');
  const [first, ...others] = pack.units;
  const { layers } = planBaseMap({ ...pack, units: [{ ...first!, name: 'Ho\u0300a Vang' }, ...others] });
  expect(layers['unit-labels'].features[0]?.properties?.['name']).toBe('Hòa Vang');
});

test('a city without any layer gives a file that reads as empty', async () => {
  const plan = planBaseMap({
    ...loaded('danang'),
    ...{
      units: [],
      roads: [],
      water: [],
      parks: [],
      buildings: [],
      bridges: [],
      places: [],
      lines: [],
      busRoutes: [],
      cameras: [],
    },
  });
  const { file, tile } = readArchive(makeBaseMap(plan));
  expect(await file.getHeader()).toMatchObject({ numAddressedTiles: 0, tileDataLength: 0 });
  expect(await tile(0, 0, 0)).toBeNull();
});

test('bus routes and cameras are in the tiles where the pack has them', () => {
  const pack = loaded('hcmc');
  const { cameras } = planBaseMap(pack).layers;
  expect(cameras.features).toHaveLength(pack.cameras.length);
  expect(cameras.features[0]).toMatchObject({
    geometry: { type: 'Point', coordinates: pack.cameras[0]!.loc },
    properties: { nameVi: pack.cameras[0]!.name.vi },
  });
  const route = {
    ...{ id: '19-out', number: '19', name: 'Bến Thành – KCX Linh Trung', outbound: true, stops: [] },
    points: [
      [106.7, 10.77],
      [106.75, 10.86],
    ] as [number, number][],
  };
  const layers = planBaseMap({ ...pack, busRoutes: [route] }).layers;
  expect(layers['bus-routes'].features).toEqual([
    {
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: route.points },
      properties: { number: '19', name: route.name, outbound: true },
    },
  ]);
});

test('buildings are in the tiles with their heights, and a city without them has none', async () => {
  const { layers } = planBaseMap(loaded('hcmc'));
  const heights = layers.buildings.features.map(({ properties }) => properties?.['heightM'] as number);
  expect(Math.max(...heights)).toBe(461.2);
  expect(planBaseMap(loaded('danang')).layers.buildings.features).toEqual([]);
});
