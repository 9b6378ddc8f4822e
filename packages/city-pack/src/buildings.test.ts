import { expect, test } from 'vitest';
import { loadCityPack } from './load-city-pack.ts';
import { faultsOfTown as check } from './pack-fixture.ts';
import { distanceM } from './plane.ts';

const POINT = '{"type":"Point","coordinates":[106.5,10.5]}';
const SQUARE =
  '{"type":"Polygon","coordinates":[[[106.5,10.5],[106.501,10.5],[106.501,10.501],[106.5,10.5]]]}';

/** A file with one feature on its second line. */
function withBuilding(properties: string, geometry: string): Record<string, string> {
  const feature = `{"type":"Feature","properties":{${properties}},"geometry":${geometry}}`;
  return { 'buildings.geojson': `{"type":"FeatureCollection","features":[\n${feature}\n]}\n` };
}

test('a place with a width, and a footprint, are buildings', () => {
  expect(check(withBuilding('"id":"a","name":"A","heightM":262.5,"widthM":40,"source":"s"', POINT))).toEqual(
    [],
  );
  expect(check(withBuilding('"id":"a","name":"A","heightM":12,"source":"s"', SQUARE))).toEqual([]);
});

test.each([
  ['no height', '"id":"a","name":"A","widthM":40,"source":"s"', POINT, 'heightM: is missing'],
  ['in centimetres', '"id":"a","name":"A","heightM":26200,"widthM":40,"source":"s"', POINT, 'at most 1000'],
  ['of nobody', '"id":"a","name":"A","heightM":262,"widthM":40', POINT, 'source: is missing'],
  [
    'a point without a width',
    '"id":"a","name":"A","heightM":262,"source":"s"',
    POINT,
    'a Point needs widthM',
  ],
  ['two widths', '"id":"a","name":"A","heightM":9,"widthM":4,"source":"s"', SQUARE, 'widthM is for a Point'],
  [
    'swapped coordinates',
    '"id":"a","name":"A","heightM":262,"widthM":40,"source":"s"',
    '{"type":"Point","coordinates":[10.5,86.5]}',
    'lies wholly outside the bbox',
  ],
  [
    'a line',
    '"id":"a","name":"A","heightM":262,"source":"s"',
    '{"type":"LineString","coordinates":[[106.5,10.5],[106.6,10.5]]}',
    'expected a Point, Polygon or MultiPolygon',
  ],
])('%s is a fault with file and line', (...[, properties, geometry, message]) => {
  const [fault, ...others] = check(withBuilding(properties, geometry));
  expect(fault).toContain('buildings.geojson:2: ');
  expect(fault).toContain(message);
  expect(others).toEqual([]);
});

test('two buildings of one id are a fault on the line of the second', () => {
  const one = `{"type":"Feature","properties":{"id":"a","name":"A","heightM":9,"widthM":4,"source":"s"},"geometry":${POINT}}`;
  const text = `{"type":"FeatureCollection","features":[\n${one},\n${one}\n]}\n`;
  expect(check({ 'buildings.geojson': text })).toEqual([expect.stringContaining('buildings.geojson:3: ')]);
});

test('the towers of Ho Chi Minh City stand as high and as wide as their file says, each with its source', () => {
  const loaded = loadCityPack('hcmc');
  if (!loaded.ok) throw new Error(loaded.message);
  const { buildings, places } = loaded.value;
  const height = (id: string) => buildings.find((building) => building.id === id)?.heightM;
  expect([height('landmark-81'), height('bitexco'), height('vietcombank-tower')]).toEqual([
    461.2, 262.5, 206,
  ]);
  for (const { id, source, polygon } of buildings) {
    expect(source, id).not.toBe('');
    const [ring] = polygon[0]!;
    expect(distanceM(ring![0]!, ring![1]!), id).toBeGreaterThan(35);
    expect(distanceM(ring![0]!, ring![1]!), id).toBeLessThan(60);
    const place = places.find((each) => each.id === id);
    if (place !== undefined) expect(distanceM(place.loc, ring![0]!), id).toBeLessThan(60);
  }
});
