/** Receipts over HTTP of the real program: the same answer after kill -9, and its CSV under the hash that it names. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FigureReceipt, Receipt, ReceiptRow } from '@metropane/city';
import { expect, test } from 'vitest';
import { startCentre, type TestCentre, TOKEN } from './start-centre-fixture.ts';

const MINUTE_MS = 60_000;
const SERIES = 'domain=air&entity=le-duan&metric=pm25UgM3&window=PT1M';

async function problemOf(centre: TestCentre, path: string): Promise<Record<string, unknown>> {
  const response = await fetch(`${centre.http}${path}`, { headers: { authorization: `Bearer ${TOKEN}` } });
  return { ...((await response.json()) as Record<string, unknown>), status: response.status };
}

test('a receipt outlives kill -9; its rows as pages and as CSV are the ones that it is about', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'metropane-receipts-'));
  let centre = await startCentre({ dataDir });
  // Well in the past, so that no minute ends in the middle of the test.
  const startMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
  const item = (s: number, pm25UgM3: number | string | null, more: object = {}) => ({
    domain: 'air',
    entity: 'le-duan',
    t: startMs + s * 1000,
    v: { pm25UgM3 },
    ...more,
  });
  const start = new Date(startMs).toISOString();
  const path = `/api/v1/receipts?${SERIES}&start=${start}`;
  const rowsPath = path.replace('receipts?', 'receipts/rows?');
  await centre.post('/api/v1/observations', [item(1, 0.1), item(2, 0.2), item(2, 0.2), item(3, null)]);
  await centre.post('/api/v1/observations', [item(4, 'dirty'), item(5, 0.3, { id: 'a,"b"' })]);
  const before = await centre.get<Receipt>(path);
  expect(before).toMatchObject({
    name: { en: 'Le Duan' },
    value: { n: 3, min: 0.1, max: 0.3 },
    received: 4,
    counted: 3,
    duplicates: 1,
    missing: 1,
    expected: null,
    expectedEveryMs: 300_000,
    expectedFrom: 'pack',
    rejected: { mentions: 1, codes: { schema: 1 } },
    check: { holds: true, sumsEqual: true },
    rowCount: 5,
  });
  await centre.kill();
  centre = await startCentre({ dataDir });
  const after = await centre.get<Receipt>(path);
  expect(after).toEqual({
    ...before,
    watermark: after.watermark,
    open: after.open,
    final: after.final,
    watermarkAtFiring: after.watermarkAtFiring,
  });

  const page = await centre.get<{ items: ReceiptRow[]; nextCursor: string }>(`${rowsPath}&limit=2`);
  const rest = await centre.get<{ items: ReceiptRow[] }>(`${rowsPath}&limit=9&cursor=${page.nextCursor}`);
  expect([...page.items, ...rest.items]).toEqual(after.rows);
  const csv = await fetch(`${centre.http}${rowsPath}&format=csv`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  const text = await csv.text();
  expect(csv.headers.get('x-content-sha256')).toBe(after.sha256);
  expect(createHash('sha256').update(text).digest('hex')).toBe(after.sha256);
  expect(text.split('\n')[5]).toContain(',0.3,counted,2,"a,""b""",http');

  const all = await centre.get<{ items: { value: number | null; outcome: string }[] }>(
    `/api/v1/observations?domain=air&entity=le-duan&from=${start}&to=${after.end}&all=1`,
  );
  expect(all.items.map(({ value, outcome }) => [value, outcome])).toEqual([
    [0.1, 'counted'],
    [0.2, 'counted'],
    [0.2, 'duplicate'],
    [null, 'missing'],
    [0.3, 'counted'],
  ]);
  const counted = await centre.get<{ items: unknown[] }>(
    `/api/v1/observations?domain=air&entity=le-duan&from=${start}&to=${after.end}`,
  );
  expect(counted.items).toHaveLength(3);
  await centre.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
});

test('what is no window, no series or no figure is refused by name', async () => {
  const centre = await startCentre();
  const t = Math.floor(Date.now() / 300_000) * 300_000;
  await centre.post('/api/v1/observations', { domain: 'traffic', entity: 'x', t, v: { speedKmh: 30 } });
  const of = (query: string) =>
    problemOf(centre, `/api/v1/receipts?domain=traffic&entity=x&metric=speedKmh&${query}`);
  const nearest = new Date(t).toISOString();
  expect(await of(`window=PT1M&start=${t + 1000}`)).toMatchObject({
    status: 400,
    code: 'not-a-window-start',
    nearest,
  });
  expect(await of(`window=PT2M&start=${t}`)).toMatchObject({ status: 400, code: 'bad-request' });
  expect(await of('window=PT1M&start=soon')).toMatchObject({ status: 400, code: 'bad-time' });
  for (const start of ['99999999999999999999', '-8640000000000001', '9999-01-01T00:00:00Z'])
    expect(await of(`window=P1D&start=${start}`), start).toMatchObject({ status: 400, code: 'bad-time' });
  const unknown = await problemOf(centre, `/api/v1/receipts?${SERIES}&start=${t}`);
  expect(unknown).toMatchObject({ status: 404, code: 'not-found' });
  const figure = (query: string) => problemOf(centre, `/api/v1/receipts/figure?${query}`);
  expect(await figure('kind=indicator&id=none')).toMatchObject({ status: 404, code: 'not-found' });
  expect(await figure('kind=indicator&id=open-incidents&bin=0')).toMatchObject({
    status: 400,
    code: 'no-bins',
  });
  const speed = await centre.get<FigureReceipt>(
    `/api/v1/receipts/figure?kind=indicator&id=traffic-speed&bin=${t}`,
  );
  expect(speed).toMatchObject({ value: 30, shownValue: 30, settledValue: 30, differsBecause: null, n: 1 });
  const rows = `/api/v1/receipts/rows?domain=traffic&entity=x&metric=speedKmh&window=PT5M&start=${t}`;
  expect(await problemOf(centre, `${rows}&cursor=zz`)).toMatchObject({ code: 'bad-cursor' });
  expect(await problemOf(centre, `${rows}&format=csv&limit=1`)).toMatchObject({ code: 'bad-request' });
  expect((await fetch(`${centre.http}${rows}`)).status).toBe(401);
  await centre.stop();
});
