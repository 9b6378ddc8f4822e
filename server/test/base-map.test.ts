import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBaseMap, planBaseMap } from '@metropane/base-map';
import { loadCityPack } from '@metropane/city-pack';
import { TOKEN, type TestCentre, startCentre } from './start-centre-fixture.ts';

const root = mkdtempSync(join(tmpdir(), 'metropane-base-map-'));
const city = join(root, 'city');
const dataDir = join(root, 'data');
const ask = { headers: { authorization: `Bearer ${TOKEN}` } };
let centre: TestCentre;

interface Notice {
  baseMap: { tiles: string; external?: { kind: string; url: string; attribution?: string } };
}

beforeAll(async () => {
  mkdirSync(city);
  writeFileSync(
    join(city, 'city.yaml'),
    'extends: danang\nbaseMap: { pmtiles: https://tiles.example.org/da-nang.pmtiles, attribution: © OpenStreetMap }\n',
  );
  centre = await startCentre({ dataDir, args: ['--city', city, '--no-simulators'] });
});
afterAll(async () => {
  await centre?.stop();
  rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

function expectedBytes(): Uint8Array {
  const pack = loadCityPack(city);
  if (!pack.ok) throw new Error(pack.message);
  return makeBaseMap(planBaseMap(pack.value));
}

test('the tiles come by byte ranges, for ever under their name, and to nobody who is not signed in', async () => {
  const { baseMap } = await centre.get<Notice>('/api/v1/city');
  const url = `${centre.http}${baseMap.tiles}`;
  const bytes = expectedBytes();
  const whole = await fetch(url, ask);
  expect(Buffer.compare(Buffer.from(await whole.arrayBuffer()), bytes)).toBe(0);
  expect(whole.headers.get('cache-control')).toBe('private, max-age=31536000, immutable');
  expect(whole.headers.get('content-type')).toBe('application/vnd.pmtiles');
  const part = await fetch(url, { headers: { ...ask.headers, range: 'bytes=127-1126' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 127-1126/${bytes.length}`);
  expect(Buffer.compare(Buffer.from(await part.arrayBuffer()), bytes.slice(127, 1127))).toBe(0);
  const beyond = await fetch(url, { headers: { ...ask.headers, range: 'bytes=99999999-' } });
  expect(beyond.status).toBe(416);
  const etag = whole.headers.get('etag')!;
  // Said, for else `fetch` adds `no-cache`, which asks for the bytes in any case.
  const known = { ...ask.headers, 'if-none-match': etag, 'cache-control': 'max-age=0' };
  expect((await fetch(url, { headers: known })).status).toBe(304);
  expect((await fetch(url)).status).toBe(401);
});

test('a name that is not the one of this city is not found, whatever lies in the data folder', async () => {
  for (const name of ['other.pmtiles', '..%2Fjournal.db', '%2e%2e%2fVERSION', 'city-tiles.pmtiles'])
    expect((await fetch(`${centre.http}/api/v1/base-map/${name}`, ask)).status).toBe(404);
});

test('another map by address is named to browsers, and its origin alone is let through', async () => {
  const { baseMap } = await centre.get<Notice>('/api/v1/city');
  expect(baseMap.external).toEqual({
    kind: 'pmtiles',
    url: 'https://tiles.example.org/da-nang.pmtiles',
    attribution: '© OpenStreetMap',
  });
  const policy = (await fetch(`${centre.http}/desk`)).headers.get('content-security-policy');
  expect(policy).toContain("connect-src 'self' https://tiles.example.org;");
  expect(policy).toContain("script-src 'self';");
});

test('a second start uses the file that is there; one of another content is removed', async () => {
  await centre.stop();
  const folder = join(dataDir, 'base-map');
  const [name] = readdirSync(folder);
  const before = statSync(join(folder, name!)).mtimeMs;
  writeFileSync(join(folder, 'old.pmtiles'), 'of an older city');
  centre = await startCentre({ dataDir, args: ['--city', city, '--no-simulators'] });
  expect(statSync(join(folder, name!)).mtimeMs).toBe(before);
  await centre.stop();
  writeFileSync(join(city, 'city.yaml'), 'extends: danang\ncentre: [108.2, 16.05]\n');
  centre = await startCentre({ dataDir, args: ['--city', city, '--no-simulators'] });
  const { baseMap } = await centre.get<Notice>('/api/v1/city');
  expect((await fetch(`${centre.http}${baseMap.tiles}`, ask)).status).toBe(200);
  expect(readdirSync(folder)).toEqual([baseMap.tiles.split('/').at(-1)]);
});
