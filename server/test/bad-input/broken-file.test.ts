/** A file with broken lines: each refused with its number, the rest used, and a restart does not read it again. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCentre, type TestCentre } from '../start-centre-fixture.ts';
import { expectConserved, type FeedJson, type LetterJson } from './bad-input-bench.ts';

const FEEDS = `feeds:
  - id: gauges
    file: { path: "*.csv" }
    format: csv
    domain: rain
    zone: UTC
    idleAfterMs: 315360000000
    map:
      entity: "{station}"
      time: { column: at, patterns: [ISO], zone: UTC }
      metrics: { rainMm: mm }
`;
const LINES = [
  'station,at,mm',
  'S1,2025-01-01T00:00:00Z,1.5',
  'S1,2025-01-01T00:05:00Z',
  'S1,yesterday,2',
  'S1,2025-01-01T00:10:00Z,two',
  'S1,2025-01-01T00:15:00Z,-Infinity',
  'S1,9999-12-31T00:00:00Z,1',
  'S1,0001-01-01T00:00:00Z,1',
  ',2025-01-01T00:20:00Z,1',
  'S1,2025-01-01T00:25:00Z,',
  '"S,1",2025-01-01T00:30:00Z,3',
  'S1,2025-01-01T00:35:00Z,2.5',
  'S1,2025-01-01T00:40:00Z,NaN',
];
const REFUSED = { schema: [3, 5, 8], 'no-time': [4], 'not-finite': [6], future: [7], 'unknown-topic': [9] };

let folder = '';
let centre: TestCentre | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'metropane-broken-'));
  mkdirSync(join(folder, 'in'));
  writeFileSync(join(folder, 'feeds.yaml'), FEEDS);
});
afterEach(async () => {
  await centre?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

async function start(): Promise<TestCentre> {
  centre = await startCentre({
    args: ['--no-simulators', '--feeds', join(folder, 'feeds.yaml'), '--feed-dir', join(folder, 'in')],
    dataDir: join(folder, 'data'),
  });
  return centre;
}

async function gauges(received: number): Promise<FeedJson> {
  const endMs = performance.now() + 30_000;
  for (;;) {
    const { items } = await centre!.get<{ items: FeedJson[] }>('/api/v1/feeds');
    const feed = items.find((one) => one.id === 'gauges')!;
    if (feed.received >= received) return feed;
    if (performance.now() > endMs) throw new Error(`only ${JSON.stringify(feed)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('broken lines are refused with their numbers and codes, the others count', async () => {
  writeFileSync(join(folder, 'in', 'a.csv'), `${LINES.join('\n')}\n`);
  await start();
  const feed = await gauges(10);
  expect(feed).toMatchObject({
    received: 10,
    counted: 3,
    // A blank, and the NaN that many programs write for one.
    missing: 2,
    rejected: { schema: 3, 'no-time': 1, 'not-finite': 1, future: 1, 'unknown-topic': 1 },
  });
  expectConserved(feed);
  const { items } = await centre!.get<{ items: LetterJson[] }>('/api/v1/dead-letters?feed=gauges');
  for (const [code, lines] of Object.entries(REFUSED)) {
    const refused = items.filter((letter) => letter.code === code);
    expect(
      refused.map((letter) => letter.index).toSorted((a, b) => a - b),
      code,
    ).toEqual(lines);
    for (const letter of refused)
      expect(letter).toMatchObject({
        topic: 'a.csv',
        detail: expect.stringContaining(`line ${letter.index}`),
      });
  }
  const windows = await centre!.get<{ items: object[] }>(
    '/api/v1/windows?domain=rain&entity=S1&metric=rainMm&window=PT1H&from=2025-01-01T00:00:00Z&to=2025-01-01T01:00:00Z',
  );
  expect(windows.items).toEqual([expect.objectContaining({ n: 2, sum: 4 })]);
});

test('a file that is not text at all costs one refusal per line and the next file is read', async () => {
  writeFileSync(join(folder, 'in', 'a.csv'), Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3, 0x28, 0x0a]));
  writeFileSync(join(folder, 'in', 'b.csv'), `${LINES[0]}\n${LINES[1]}\n`);
  await start();
  const feed = await gauges(2);
  expect(feed.counted).toBe(1);
  expectConserved(feed);
});

test('after a restart a file is not read again, a new one is', async () => {
  writeFileSync(join(folder, 'in', 'a.csv'), `${LINES.join('\n')}\n`);
  await start();
  const before = await gauges(10);
  await centre!.stop();
  // Read after a.csv, so that its row shows that a.csv had its turn.
  writeFileSync(join(folder, 'in', 'b.csv'), `${LINES[0]}\nS9,2025-02-01T00:00:00Z,1\n`);
  await start();
  const after = await gauges(11);
  expect(after).toMatchObject({
    received: 11,
    counted: before.counted + 1,
    duplicate: 0,
    rejected: before.rejected,
  });
});
