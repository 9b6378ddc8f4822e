import { expect, test } from 'vitest';
import { fromReceiptKey, toReceiptKey, windowAt, windowOf } from './receipt-request.ts';
import type { ReceiptRequest } from './receipt-request.ts';

const START_MS = Date.UTC(2026, 10, 23, 8, 25);

test('every request comes back from its address, whatever its names hold', () => {
  const requests: ReceiptRequest[] = [
    {
      kind: 'series',
      domain: 'river',
      entity: 'phú/an ~%?&#',
      metric: 'levelM',
      window: 'PT5M',
      startMs: START_MS,
      stat: 'last',
    },
    { kind: 'indicator', id: 'traffic-speed', binMs: null },
    { kind: 'trend', id: 'corridors/cong-hoa', binMs: START_MS },
    { kind: 'heat', id: 'air', row: 'le-duan', binMs: START_MS },
    { kind: 'feed', id: 'mqtt' },
    { kind: 'bar', id: 'incidents-6h', binMs: 0 },
  ];
  for (const request of requests) {
    const search = new URLSearchParams({ receipt: toReceiptKey(request) }).toString();
    expect(fromReceiptKey(new URLSearchParams(search).get('receipt')!), search).toEqual(request);
  }
  expect(new Set(requests.map(toReceiptKey)).size).toBe(requests.length);
});

test('an address that no screen wrote is no request', () => {
  const wrong = [
    '',
    'feed',
    'feed/',
    'indicator/x/soon',
    'indicator/x/1/2',
    'trend/%E0%A4%A',
    'heat/air/le-duan',
    'series/a/b/c/PT2M/0/mean',
    'series/a/b/c/PT5M/-1/mean',
    'series/a/b/c/PT5M/0/median',
    'series/a/b//PT5M/0/mean',
    'table/x',
  ];
  for (const key of wrong) expect(fromReceiptKey(key), key).toBeNull();
});

test('a window is the one that holds the event, and only an aligned span is one', () => {
  expect(windowAt(START_MS + 299_999, 'PT5M')).toBe(START_MS);
  expect(windowOf(START_MS, START_MS + 300_000)).toBe('PT5M');
  expect(windowOf(START_MS + 10_000, START_MS + 310_000)).toBeNull();
  expect(windowOf(START_MS, START_MS + 3_600_000)).toBeNull();
  expect(windowOf(START_MS + 2_100_000, START_MS + 5_700_000)).toBe('PT1H');
});
